using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications.Channels;
using Microsoft.Extensions.Logging;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Tells every target of the configuration what becomes of incidents.</summary>
public sealed class Notifier : IAsyncDisposable
{
    private readonly NoticeTarget[] _targets;

    /// <summary>Makes the targets; each has a task of its own.</summary>
    /// <param name="targets">The entries of <c>detection.notify</c>.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logging">Where trouble is told.</param>
    public Notifier(IEnumerable<NotifyOptions> targets, string sensor, TimeProvider clock, ILoggerFactory logging)
    {
        ILogger logger = logging.CreateLogger<Notifier>();
        _targets = [.. targets.Select(options => new NoticeTarget(options, ChannelOf(options, sensor, clock), sensor, clock, logger))];
    }

    /// <summary>What became of the notices, by target, in the order of the configuration.</summary>
    public IReadOnlyList<NoticeCounters> Counters => [.. _targets.Select(static target => target.Counters)];

    /// <summary>Tells of a change; never waits.</summary>
    /// <param name="change">The change.</param>
    /// <param name="place">Whose the source is.</param>
    public void Tell(IncidentChange change, NoticePlace place)
    {
        Notice notice = new(change, place);
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
