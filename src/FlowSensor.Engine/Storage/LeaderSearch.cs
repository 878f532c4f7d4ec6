using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Finds the few sources that can be among the first ones of a service over many spans, without adding up all of them: leaders of hours and days and
/// every source of windows give each source what it has at least, and the bounds of the spans what it can have at most. It answers only where that
/// proves that nobody else can be among the first.
/// </summary>
/// <param name="connection">The store.</param>
/// <param name="cover">The spans.</param>
/// <param name="service">Row id of the service.</param>
/// <param name="order">What the first ones are first by.</param>
internal sealed class LeaderSearch(SqliteConnection connection, SpanCover cover, long service, SourceOrder order)
{
    // So many addresses are looked up one by one; more are faster found by adding up everything.
    private const int MostCandidates = 3_000;

    private readonly string _column = order switch
    {
        SourceOrder.Packets => "packets",
        SourceOrder.Octets => "octets",
        SourceOrder.Destinations => "destinations",
        _ => "flows",
    };

    // The first leaders often prove a short list, and are read in a tenth of the time; where they do not, all leaders are asked. No more places than there
    // are of them in a span are tried.
    private const int MostOfFirst = 100;

    private readonly Dictionary<IpAddress, (long Least, long Bounds)> _known = [];

    private static (string Bound, string Leaders) First => ("first_flows", "leaders l INDEXED BY leaders_first ON l.is_first AND");

    private (string Bound, string Leaders) All => (_column, "leaders l ON");

    private bool IsMaximum => order == SourceOrder.Destinations;

    /// <summary>The candidates for the first places; null where they cannot be told from the rest.</summary>
    /// <param name="count">How many places.</param>
    /// <param name="isShort">True to ask the few first leaders by flows alone, as where columns tell the rest faster than all leaders do.</param>
    public IReadOnlyList<IpAddress>? Find(int count, bool isShort = false)
    {
        if (order is SourceOrder.Last or SourceOrder.Source || count > MostCandidates || (isShort && (order != SourceOrder.Flows || count > MostOfFirst + 1)) || !AreLongerMarked())
        {
            return null;
        }

        // A ranking asks for one place more than it shows, to tell whether there are further ones.
        List<IpAddress>? found = order == SourceOrder.Flows && count <= MostOfFirst + 1 ? FindAmong(First, count) : null;
        return found ?? (isShort ? null : FindAmong(All, count));
    }

    private List<IpAddress>? FindAmong((string Bound, string Leaders) from, int count)
    {
        _known.Clear();
        AddWindows();
        AddLeaders(from.Bound, from.Leaders);
        long rest = Bounds(from.Bound);
        long[] least = [.. _known.Values.Select(static known => known.Least)];
        long last = 0;
        if (least.Length >= count)
        {
            Array.Sort(least);
            last = least[^count];
        }

        // Somebody who leads nowhere can have all the bounds; at equality others could win by what decides then.
        if (rest > 0 && rest >= last)
        {
            return null;
        }

        List<IpAddress> candidates = [.. _known.Where(known => Most(known.Value, rest) >= last).Select(static known => known.Key)];
        return candidates.Count <= MostCandidates ? candidates : null;
    }

    private long Most((long Least, long Bounds) known, long rest) => IsMaximum ? Math.Max(known.Least, rest) : known.Least + rest - known.Bounds;

    // Hours that were stored by an earlier version have no bounds.
    private bool AreLongerMarked()
    {
        using SqliteCommand command = Prepare("SELECT EXISTS (SELECT 1 FROM json_each($longer) j WHERE NOT EXISTS (SELECT 1 FROM leader_bounds b WHERE b.span = j.value) AND EXISTS (SELECT 1 FROM sources r WHERE r.span = j.value))");
        return (long)command.ExecuteScalar()! == 0;
    }

    private void AddWindows()
    {
        using SqliteCommand command = Prepare($"SELECT source, {(IsMaximum ? "max" : "sum")}({_column}), 0 FROM sources WHERE span IN (SELECT value FROM json_each($windows)) AND service = $service GROUP BY source");
        Add(command);
    }

    private void AddLeaders(string bound, string leaders)
    {
        using SqliteCommand command = Prepare($"""
            SELECT l.source, {(IsMaximum ? "max" : "sum")}(l.{_column}), sum(b.{bound})
            FROM leader_bounds b CROSS JOIN {leaders} l.span = b.span AND l.service = b.service
            WHERE b.span IN (SELECT value FROM json_each($longer)) AND b.service = $service
            GROUP BY l.source
            """);
        Add(command);
    }

    private long Bounds(string bound)
    {
        using SqliteCommand command = Prepare($"SELECT coalesce({(IsMaximum ? "max" : "sum")}({bound}), 0) FROM leader_bounds WHERE span IN (SELECT value FROM json_each($longer)) AND service = $service");
        return (long)command.ExecuteScalar()!;
    }

    private void Add(SqliteCommand command)
    {
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            IpAddress source = IpAddress.FromBytes(rows.GetFieldValue<byte[]>(0));
            (long least, long bounds) = _known.GetValueOrDefault(source);
            _known[source] = (IsMaximum ? Math.Max(least, rows.GetInt64(1)) : least + rows.GetInt64(1), bounds + rows.GetInt64(2));
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$windows", cover.Windows);
        command.Parameters.AddWithValue("$longer", cover.Longer);
        command.Parameters.AddWithValue("$service", service);
        return command;
    }
}
