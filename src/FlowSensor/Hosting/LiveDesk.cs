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

    private LiveDesk(SensorOptions options, LiveDirectory directory, TimeProvider clock, ILogger logger)
    {
        _database = DeskDatabase.Open(options.Store.Path);
        IReadOnlyList<string> automatic = AutomaticReports.InstitutionsOf(directory.Institutions.Institutions);
        _reader = automatic.Count == 0 ? null : StoreReader.Open(options.Store.Path);
        _rounds = new DeskRounds(
            _database,
            options.Reports,
            clock,
            _reader is null ? null : new AutomaticReports(_database, new AbuseReportQuery(_reader, options, directory.Resolver(offline: true)), options.Reports, automatic));
        _interval = options.Reports.Interval;
        _clock = clock;
        _logger = logger;
        _work = Task.Run(Work);
    }

    /// <summary>Begins, where there is a mail server or a ticket system; else null.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static LiveDesk? Start(SensorOptions options, LiveDirectory directory, TimeProvider clock, ILoggerFactory logging)
    {
        ILogger logger = logging.CreateLogger<LiveDesk>();
        if (options.Reports.Mail is null && AutomaticReports.InstitutionsOf(directory.Institutions.Institutions) is [string first, ..])
        {
            SensorLog.Trouble(logger, $"'{first}' wants automatic reports, and reports.mail names no mail server to send them by.");
        }

        return options.Reports.Mail is null && options.Reports.Webhook is null ? null : new LiveDesk(options, directory, clock, logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
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
            catch (StoreException failure)
            {
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

        TellTrouble(mails.Trouble ?? round.WebhookTrouble);
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
