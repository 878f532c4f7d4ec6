using System.Globalization;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Output.Notifications.Channels;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>Tells a ticket system what happens to tickets, in order. What it does not take is told again until it is too old.</summary>
/// <param name="database">The store.</param>
/// <param name="options">Where to.</param>
/// <param name="oldest">Age of events that are not told any more.</param>
public sealed class TicketWebhook(DeskDatabase database, WebhookOptions options, TimeSpan oldest) : IDisposable
{
    // Of one round; the next goes on.
    private const int Most = 1_000;

    private readonly WebhookChannel _channel = new(options);

    /// <summary>Posts every event that was not posted; stops at the first that is not taken.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it stopped; null where all was taken.</returns>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    public async Task<string?> PostAsync(long now, CancellationToken cancellation)
    {
        foreach (TicketEvent happened in Unposted(now))
        {
            try
            {
                byte[] document = database.Do(transaction => TicketDocument.Of(TicketRows.Where(transaction, "t.id = $id", ("$id", happened.Ticket))[0], happened));
                await _channel.PostAsync(document, string.Create(CultureInfo.InvariantCulture, $"ticket-{happened.Ticket}.event-{happened.Id}"), cancellation).ConfigureAwait(false);
            }
            catch (NoticeException failure) when (!failure.IsPermanent)
            {
                return failure.Message;
            }
            catch (NoticeException)
            {
                // What it refuses for good must not hold up the rest.
            }

            database.Do(transaction => transaction.Run("UPDATE ticket_events SET posted = $now WHERE id = $id", ("$id", happened.Id), ("$now", now)));
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private List<TicketEvent> Unposted(long now) => database.Do(transaction => transaction.Rows(
        "SELECT id, ticket, time, event, detail FROM ticket_events WHERE posted IS NULL AND time > $oldest ORDER BY id LIMIT $most",
        static row => new TicketEvent(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4)),
        ("$oldest", now - (long)oldest.TotalMilliseconds),
        ("$most", Most)));
}
