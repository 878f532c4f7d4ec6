using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Abuse;

/// <summary>One reading of an abuse mailbox: every message is decided, remembered, and on request passed on or answered.</summary>
internal sealed class ComplaintIngest : IDisposable
{
    private readonly SensorOptions _options;
    private readonly bool _isDry;
    private readonly bool _forwards;
    private readonly HttpClient _client = new();
    private readonly DeskDatabase? _database;
    private readonly ComplaintBook? _book;
    private readonly StoreReader? _store;
    private readonly ComplaintDesk _desk;
    private readonly ComplaintEvidence? _evidence;
    private readonly ComplaintMail _mail;

    /// <summary>Opens what is needed.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="folder">Folder of the store.</param>
    /// <param name="isDry">Remember nothing, send nothing.</param>
    /// <param name="forwards">Pass on and answer.</param>
    /// <param name="isOffline">Ask no directory elsewhere.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public ComplaintIngest(SensorOptions options, string folder, bool isDry, bool forwards, bool isOffline)
    {
        (_options, _isDry, _forwards) = (options, isDry, forwards);
        ContactResolver contacts = CommonOptions.Contacts(options, folder, _client, isOffline);
        if (!isDry || StoreReader.Exists(folder))
        {
            _database = DeskDatabase.Open(folder);
            _book = new ComplaintBook(_database);
            _store = StoreReader.Open(folder);
            _evidence = new ComplaintEvidence(_store, new AbuseReportQuery(_store, options, contacts), options.Reports);
        }

        TicketBook? tickets = _database is null ? null : new TicketBook(_database);
        _desk = new ComplaintDesk(
            new ComplaintReader(RulesOf(options)),
            _store is null ? null : new SightingQuery(_store, options.Abuse.Skew),
            contacts,
            IsDone,
            ids => tickets?.FindByMessage(ids));
        _mail = new ComplaintMail(options.Reports, options.Sensor.TimeZone);
    }

    /// <summary>Reads the messages of a mailbox.</summary>
    /// <exception cref="MailboxException">It cannot be read.</exception>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<List<ComplaintOutcome>> ReadAsync(string mailbox, CancellationToken cancellation)
    {
        List<ComplaintOutcome> outcomes = [];
        foreach (MailboxMessage message in MailSource.Read(mailbox, (int)_options.Abuse.MessageLimit.Octets))
        {
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            ComplaintOutcome outcome = await _desk.DecideAsync(message, now, cancellation).ConfigureAwait(false);
            if (_forwards)
            {
                outcome = await WithMailsAsync(outcome, message, now, cancellation).ConfigureAwait(false);
            }

            if (!_isDry && outcome.Action != ComplaintAction.Known)
            {
                _book!.Add(outcome, now);
            }

            // What was written is in the store; attachments of a whole mailbox need not be in memory.
            outcomes.Add(outcome with { Mails = [.. outcome.Mails.Select(static mail => mail with { Content = [] })] });
        }

        return outcomes;
    }

    /// <summary>Sends what is to be sent; null where nothing is.</summary>
    public async Task<DeskRound?> SendAsync(CancellationToken cancellation)
    {
        if (!_forwards || _isDry)
        {
            return null;
        }

        using DeskRounds rounds = new(_database!, _options, TimeProvider.System);
        return await rounds.RunAsync(isHurried: true, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _store?.Dispose();
        _database?.Dispose();
        _client.Dispose();
    }

    // One that was only looked at before is not done where it is to be passed on.
    private bool IsDone(string identity) => _book is not null && _book.IsKnown(identity) && !(_forwards && _book.IsUnsent(identity));

    private async Task<ComplaintOutcome> WithMailsAsync(ComplaintOutcome outcome, MailboxMessage message, long now, CancellationToken cancellation)
    {
        if (outcome.Action == ComplaintAction.Answer)
        {
            return _mail.RefusalToAnswer(outcome) is string refusal
                ? outcome with { Action = ComplaintAction.Unanswered, Reason = $"{outcome.Reason}; not answered: {refusal}" }
                : outcome with { Mails = [_mail.Answer(outcome, now)] };
        }

        if (outcome.Action != ComplaintAction.Forward)
        {
            return outcome;
        }

        List<DraftMail> mails = [];
        foreach (IGrouping<string, SourceOutcome> contact in outcome.Sources
            .Where(static source => source.Sighting.Match != ComplaintMatch.Nothing && Mailbox.IsValid(source.Contact)).GroupBy(static source => source.Contact))
        {
            mails.Add(_mail.Forward(outcome, contact.Key, message, await _evidence!.OfAsync(contact, now, cancellation).ConfigureAwait(false), now));
        }

        return outcome with { Mails = mails };
    }

    private static ComplaintRules RulesOf(SensorOptions options) => new()
    {
        Networks = options.Sensor.Networks,
        Trusted = [.. options.Abuse.Trusted, .. options.Mail.Servers.Select(static server => new IpPrefix(server, server.IsIPv4 ? 32 : 128))],
        Zone = options.Sensor.TimeZone,
    };
}
