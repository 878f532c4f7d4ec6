using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>The abuse desk of a running sensor: sends reports that wait and looks after the hosts that were reported. One configuration long.</summary>
internal sealed class LiveDesk : IAsyncDisposable
{
    private readonly DeskDatabase _database;
    private readonly StoreReader? _reader;
    private readonly DeskRounds _rounds;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private string? _trouble;

    private LiveDesk(SensorOptions options, LiveDirectory directory, LiveIncidents live, TimeProvider clock, ILogger logger)
    {
        _database = DeskDatabase.Open(options.Store.Path);
        IReadOnlyList<string> automatic = AutomaticReports.InstitutionsOf(directory.Institutions.Institutions);
        _reader = automatic.Count == 0 ? null : StoreReader.Open(options.Store.Path);
        _rounds = new DeskRounds(
            _database,
            options,
            clock,
            _reader is null ? null : new AutomaticReports(
                new TicketBook(_database), _reader, new AbuseReportQuery(_reader, options, directory.Resolver(offline: true)), options, directory.Institutions.Institutions, live));
        _interval = options.Reports.Interval;
        _clock = clock;
        _logger = logger;
        _work = Task.Run(Work);
    }

    /// <summary>Begins, where there is a mail server or a ticket system; else null.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="directory">Institutions and routes.</param>
    /// <param name="live">Incidents seen to open in live traffic.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logging">Where it tells what it does.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static LiveDesk? Start(SensorOptions options, LiveDirectory directory, LiveIncidents live, TimeProvider clock, ILoggerFactory logging)
    {
        ILogger logger = logging.CreateLogger<LiveDesk>();
        if (options.Reports.Mail is null && AutomaticReports.InstitutionsOf(directory.Institutions.Institutions) is [string first, ..])
        {
            SensorLog.Trouble(logger, $"'{first}' wants automatic reports, and reports.mail names no mail server to send them by.");
        }

        return options.Reports.Mail is null && options.Reports.Webhook is null ? null : new LiveDesk(options, directory, live, clock, logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);

        // Whatever became of it, the sensor goes on to end the rest.
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _rounds.Dispose();
        _reader?.Dispose();
        _database.Dispose();
        _stop.Dispose();
    }

    private async Task Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Tell(await _rounds.RunAsync(isHurried: false, _stop.Token).ConfigureAwait(false));
                await Task.Delay(_interval, _clock, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // A template or a certificate that cannot be read is a failure of this round, not of the desk.
                TellTrouble(failure.Message);
                await Task.Delay(_interval, _clock, CancellationToken.None).WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(DeskRound round)
    {
        DeliveryRound mails = round.Delivery;
        if (round.Opened + mails.Sent + mails.Failed + mails.Uncertain + round.Changed > 0)
        {
            SensorLog.DeskRound(_logger, round.Opened, mails.Sent, mails.Failed, mails.Uncertain, mails.Waiting, round.Changed);
        }

        TellTrouble(mails.Trouble ?? round.OpeningTrouble ?? round.WebhookTrouble);
    }

    // The same trouble each minute is told once.
    private void TellTrouble(string? trouble)
    {
        if (trouble is not null && trouble != _trouble)
        {
            SensorLog.Trouble(_logger, trouble);
        }

        _trouble = trouble;
    }
}
