using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Writes items to the database, all or nothing of what comes together. After a failure it is not used any more: a full disk ends transactions behind the
/// library's back, and only a new connection is sure to be in order.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SpanWriter _spans;
    private readonly MailWriter _mail;
    private readonly LogWriter _logs;
    private readonly InspectionWriter _inspections;
    private readonly IncidentWriter _incidents;
    private readonly SpanRetention _retention;

    private StoreWriter(SqliteConnection connection, StoreOptions options)
    {
        _connection = connection;
        _spans = new SpanWriter(connection, options.HourSources);
        _mail = new MailWriter(connection);
        _logs = new LogWriter(connection);
        _inspections = new InspectionWriter(connection);
        _incidents = new IncidentWriter(connection, options.EvidenceRecords);
        _retention = new SpanRetention(connection, options.Retention);
    }

    /// <summary>Opens the database of a folder, which is made where it is missing.</summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="isDurable">True to wait at each item until it is on the disk.</param>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static StoreWriter Open(StoreOptions options, bool isDurable) => new(StoreConnection.OpenToWrite(options.Path, isDurable), options);

    /// <summary>Writes items in one transaction, or nothing of them.</summary>
    /// <exception cref="SqliteException">The database failed.</exception>
    /// <exception cref="StoreException">Nothing writes such an item.</exception>
    public void Write(IReadOnlyList<StoredItem> items)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (StoredItem item in items)
        {
            Write(item, transaction);
        }

        transaction.Commit();
    }

    /// <summary>Row ids of the hours and days that an earlier version stored without columns of their sources or sums of their windows' bands, the newest first.</summary>
    /// <exception cref="SqliteException">The database failed.</exception>
    public IEnumerable<long> OlderSpans() => _spans.OlderSpans();

    /// <summary>Writes the columns and sums that one of them is without.</summary>
    /// <exception cref="SqliteException">The database failed.</exception>
    public void FillOlder(long span)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _spans.FillOlder(span);
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _spans.Dispose();
        _mail.Dispose();
        _logs.Dispose();
        _inspections.Dispose();
        _incidents.Dispose();
        _connection.Dispose();
    }

    private void Write(StoredItem item, SqliteTransaction transaction)
    {
        switch (item)
        {
            case StoredSpan span:
                _spans.Write(span, transaction);
                if (span.Kind == SpanKind.Hour)
                {
                    _retention.Apply(transaction);
                }

                break;
            case StoredMail mail:
                _mail.Write(mail);
                break;
            case StoredInspection inspection:
                _inspections.Write(inspection);
                break;
            case StoredIncident incident:
                _incidents.Write(incident);
                break;
            case StoredIncidentNames names:
                _incidents.Write(names, transaction);
                break;
            case StoredEvidence evidence:
                _incidents.Write(evidence, transaction);
                break;
            case StoredDetectorState state:
                _incidents.Write(state);
                break;
            case StoredLogs logs:
                _logs.Write(logs, transaction);
                foreach (StoredItem part in logs.Items)
                {
                    Write(part, transaction);
                }

                break;
            default:
                throw new StoreException($"Nothing writes a {item.GetType().Name}.");
        }
    }
}
