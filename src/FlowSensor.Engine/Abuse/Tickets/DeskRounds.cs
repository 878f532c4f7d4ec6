using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>What the desk does again and again: sends what waits, opens automatic reports for the next round, looks whether hosts stopped, tells the ticket system.</summary>
public sealed class DeskRounds : IDisposable
{
    private readonly DeskDatabase _database;
    private readonly TimeProvider _clock;
    private readonly MailDelivery? _delivery;
    private readonly TicketFollowUp _followUp;
    private readonly TicketWebhook? _webhook;
    private readonly AutomaticReports? _automatic;

    /// <summary>Puts the parts together.</summary>
    /// <param name="database">The store; the caller's to end.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="clock">Time.</param>
    /// <param name="automatic">Opens reports that nobody has to ask for; null where only a person does.</param>
    public DeskRounds(DeskDatabase database, SensorOptions configuration, TimeProvider clock, AutomaticReports? automatic = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ReportOptions options = configuration.Reports;
        AutomaticWithdrawal withdrawal = new(database, configuration);
        _database = database;
        _clock = clock;
        _automatic = options.Mail is null ? null : automatic;
        _delivery = options.Mail is null ? null : new MailDelivery(new Outbox(database), options, clock, now => withdrawal.Withdraw(now));
        _followUp = new TicketFollowUp(database, options.StoppedAfter);
        _webhook = options.Webhook is null ? null : new TicketWebhook(database, options.Webhook, options.GiveUpAfter);
    }

    /// <summary>One round.</summary>
    /// <param name="isHurried">Try also what is in a pause.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Storage.StoreException">The database failed.</exception>
    public async Task<DeskRound> RunAsync(bool isHurried, CancellationToken cancellation)
    {
        DeliveryRound delivery = _delivery is null
            ? new DeliveryRound(0, 0, 0, new Outbox(_database).Waiting(), null)
            : await _delivery.DeliverAsync(isHurried, cancellation).ConfigureAwait(false);
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();

        // After what waits: a round that gathers many reports keeps back none that is written.
        AutomaticRound opening = _automatic is null ? new AutomaticRound(0, null) : await _automatic.OpenAsync(now, cancellation).ConfigureAwait(false);
        int changed = _followUp.Look(now);
        string? webhook = _webhook is null ? null : await _webhook.PostAsync(now, cancellation).ConfigureAwait(false);
        return new DeskRound(opening.Opened, delivery, changed, webhook, opening.Trouble);
    }

    /// <inheritdoc/>
    public void Dispose() => _webhook?.Dispose();
}
