using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications.Channels;
using FlowSensor.Protocols.Addressing;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Tells every target of the configuration what becomes of incidents.</summary>
public sealed class Notifier : IIncidentSink, IAsyncDisposable
{
    private readonly NoticeTarget[] _targets;
    private readonly Func<IpAddress, NoticePlace> _placeOf;

    /// <summary>Makes the targets; each has a task of its own.</summary>
    /// <param name="targets">The entries of <c>detection.notify</c>.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="placeOf">Says whose an address is, at once; null where nobody knows.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logging">Where trouble is told.</param>
    public Notifier(IEnumerable<NotifyOptions> targets, string sensor, Func<IpAddress, NoticePlace>? placeOf, TimeProvider clock, ILoggerFactory logging)
    {
        ILogger logger = logging.CreateLogger<Notifier>();
        _placeOf = placeOf ?? (static _ => NoticePlace.Unknown);
        _targets = [.. targets.Select(options => new NoticeTarget(options, ChannelOf(options, sensor, clock), sensor, clock, logger))];
    }

    /// <summary>What became of the notices, by target, in the order of the configuration.</summary>
    public IReadOnlyList<NoticeCounters> Counters => [.. _targets.Select(static target => target.Counters)];

    /// <inheritdoc/>
    public void OnChange(IncidentChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (_targets.Length == 0)
        {
            return;
        }

        Notice notice = new(change, _placeOf(change.Incident.Source));
        foreach (NoticeTarget target in _targets)
        {
            target.Add(notice);
        }
    }

    /// <summary>Tells what may be told at once, and ends.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_targets.Select(static target => target.DisposeAsync().AsTask())).ConfigureAwait(false);

    private static INoticeChannel ChannelOf(NotifyOptions options, string sensor, TimeProvider clock) => options switch
    {
        { Webhook: WebhookOptions webhook } => new WebhookChannel(webhook),
        { Mail: NotifyMailOptions mail } => new MailChannel(mail, sensor, clock),
        { Syslog: SyslogOutputOptions syslog } => new SyslogChannel(syslog, clock),
        { Exec: ExecOptions exec } => new ExecChannel(exec),
        _ => throw new ArgumentException("The configuration lets no notification through without a way.", nameof(options)),
    };
}
