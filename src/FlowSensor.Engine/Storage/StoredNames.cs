using System.Globalization;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Traffic;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Row ids of services and exporters, looked up once and remembered.</summary>
internal sealed class StoredNames(SqliteConnection connection) : IDisposable
{
    // A forgotten exporter costs one more look-up; the bound keeps forged exporters from growing the memory.
    private const int MaximumExporters = 100_000;

    private readonly Dictionary<(string Service, TrafficDirection Direction), long> _services = [];
    private readonly Dictionary<ExporterIdentity, long> _exporters = [];
    private readonly SqliteCommand _addService = Prepare(connection,
        "INSERT INTO service_directions (service, direction) VALUES ($a, $b) ON CONFLICT DO NOTHING", "$a", "$b");

    private readonly SqliteCommand _findService = Prepare(connection,
        "SELECT id FROM service_directions WHERE service = $a AND direction = $b", "$a", "$b");

    private readonly SqliteCommand _addExporter = Prepare(connection,
        "INSERT INTO exporters (address, version, domain) VALUES ($a, $b, $c) ON CONFLICT DO NOTHING", "$a", "$b", "$c");

    private readonly SqliteCommand _findExporter = Prepare(connection,
        "SELECT id FROM exporters WHERE address = $a AND version = $b AND domain = $c", "$a", "$b", "$c");

    /// <summary>Row id of a service and direction.</summary>
    public long Service(ServiceDirection service, SqliteTransaction transaction)
    {
        (string Service, TrafficDirection Direction) key = (service.Service, service.Direction);
        if (!_services.TryGetValue(key, out long id))
        {
            id = AddAndFind(_addService, _findService, transaction, service.Service, TrafficNames.Direction(service.Direction));
            _services.Add(key, id);
        }

        return id;
    }

    /// <summary>Row id of an exporter; <c>default</c> stands for "not known which".</summary>
    public long Exporter(ExporterIdentity exporter, SqliteTransaction transaction)
    {
        if (!_exporters.TryGetValue(exporter, out long id))
        {
            if (_exporters.Count >= MaximumExporters)
            {
                _exporters.Clear();
            }

            id = AddAndFind(_addExporter, _findExporter, transaction, AddressBlob.Of(exporter.Address), exporter.Version, unchecked((long)exporter.Domain));
            _exporters.Add(exporter, id);
        }

        return id;
    }

    /// <summary>The column of a measure in <c>service_totals</c>, and what follows <c>least_</c> and <c>most_</c> in <c>service_peaks</c>.</summary>
    public static string Column(TrafficMeasure measure) => measure switch
    {
        TrafficMeasure.Flows => "flows",
        TrafficMeasure.Packets => "packets",
        TrafficMeasure.EstimatedPackets => "estimated_packets",
        TrafficMeasure.EstimatedOctets => "estimated_octets",
        TrafficMeasure.Sources => "sources",
        _ => "octets",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _addService.Dispose();
        _findService.Dispose();
        _addExporter.Dispose();
        _findExporter.Dispose();
    }

    private static long AddAndFind(SqliteCommand add, SqliteCommand find, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        foreach (SqliteCommand command in (ReadOnlySpan<SqliteCommand>)[add, find])
        {
            command.Transaction = transaction;
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }
        }

        add.ExecuteNonQuery();
        return Convert.ToInt64(find.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (string name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }
}
