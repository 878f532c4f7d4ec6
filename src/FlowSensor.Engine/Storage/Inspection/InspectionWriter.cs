using System.Globalization;
using FlowSensor.Protocols.Dns;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Inspection;

/// <summary>Adds what was counted in packets to its window and its hour. Used by the store's one thread.</summary>
internal sealed class InspectionWriter : IDisposable
{
    private const long Hour = 3_600_000;

    private readonly UpsertStatement _window;
    private readonly UpsertStatement _hour;

    /// <summary>Prepares the statements.</summary>
    public InspectionWriter(SqliteConnection connection)
    {
        (string Name, ColumnMerge Merge)[] key = [("kind", ColumnMerge.Key), ("part", ColumnMerge.Key), ("start", ColumnMerge.Key), ("name", ColumnMerge.Key), ("count", ColumnMerge.Sum)];
        _window = new UpsertStatement(connection, "inspections", [.. key, ("most", ColumnMerge.Sum)]);
        _hour = new UpsertStatement(connection, "inspections", [.. key, ("most", ColumnMerge.Max)]);
    }

    /// <summary>Writes what was counted in a window.</summary>
    public void Write(StoredInspection counts)
    {
        Write("packets", counts.Start, counts.Packets);
        Write("dns", counts.Start, counts.Dns);
        Write("smtp", counts.Start, counts.Smtp);
        Write("pop3", counts.Start, counts.Pop3);
        Write("imap", counts.Start, counts.Imap);
        Write("dns_type", counts.Start, Named(counts.DnsTypes, static type => Known(DnsTypes.NameOf(type), "TYPE")));
        Write("dns_rcode", counts.Start, Named(counts.DnsResponseCodes, static code => Known(DnsResponseCodes.NameOf(code), "RCODE")));
        Write("smtp_reply", counts.Start, Named(counts.SmtpReplies, static code => code.ToString(CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _window.Dispose();
        _hour.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, long>> Named<TKey>(IReadOnlyDictionary<TKey, long> counts, Func<TKey, string> name)
        where TKey : notnull =>
        counts.GroupBy(count => name(count.Key)).Select(static group => KeyValuePair.Create(group.Key, group.Sum(static count => count.Value)));

    // Numbers without a name come from the wire in any number: one row for all of them.
    private static string Known(string name, string unknown) => name.StartsWith(unknown, StringComparison.Ordinal) ? "other" : name;

    private void Write(string part, long start, IEnumerable<KeyValuePair<string, long>> counts)
    {
        foreach ((string name, long count) in counts.Where(static count => count.Value != 0))
        {
            _window.Run((int)SpanKind.Window, part, start, name, count, count);
            _hour.Run((int)SpanKind.Hour, part, start - (start % Hour), name, count, count);
        }
    }
}
