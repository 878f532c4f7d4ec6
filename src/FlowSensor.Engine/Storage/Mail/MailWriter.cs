using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>Adds counts of mail servers to what is stored. Used by the store's one thread.</summary>
internal sealed class MailWriter : IDisposable
{
    private readonly UpsertStatement _sample;
    private readonly UpsertStatement _client;
    private readonly UpsertStatement _day;

    /// <summary>Prepares the statements.</summary>
    public MailWriter(SqliteConnection connection)
    {
        _sample = new UpsertStatement(connection, "mail_samples",
            [("server", ColumnMerge.Key), ("start", ColumnMerge.Key), ("origin", ColumnMerge.Key), .. MailColumns.Names.Select(static name => (name, ColumnMerge.Sum))]);
        _client = new UpsertStatement(connection, "mail_clients",
            ("server", ColumnMerge.Key), ("start", ColumnMerge.Key), ("origin", ColumnMerge.Key), ("client", ColumnMerge.Key), ("connections", ColumnMerge.Sum));
        _day = new UpsertStatement(connection, "mail_days", ("server", ColumnMerge.Key), ("day", ColumnMerge.Key), ("origin", ColumnMerge.Key), ("top_refusals", ColumnMerge.Max));
    }

    /// <summary>Writes what became known.</summary>
    public void Write(StoredMail mail)
    {
        int origin = (int)mail.Origin;
        foreach (StoredMailSample sample in mail.Samples)
        {
            ColumnValue server = ColumnValue.Of(sample.Server);
            _sample.Run([server, sample.Start, origin, .. MailColumns.Values(sample.Counts)]);
            foreach ((Protocols.Addressing.IpAddress client, int connections) in sample.Clients)
            {
                _client.Run(server, sample.Start, origin, ColumnValue.Of(client), connections);
            }
        }

        foreach (StoredMailDay day in mail.Days)
        {
            _day.Run(ColumnValue.Of(day.Server), day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), origin, day.TopRecipientRefusals);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sample.Dispose();
        _client.Dispose();
        _day.Dispose();
    }
}
