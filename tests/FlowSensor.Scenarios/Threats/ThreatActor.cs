using FlowSensor.Protocols.Addressing;
using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>Somebody who does what is to be found, from one instant to another.</summary>
internal abstract class ThreatActor(Draw draw, long from, long to) : Actor
{
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>The draws of this actor alone.</summary>
    protected Draw Draw { get; } = draw;

    /// <summary>When it begins, Unix milliseconds.</summary>
    protected long From { get; } = from;

    /// <summary>When it ends, Unix milliseconds.</summary>
    protected long To { get; } = to;

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        long begin = Math.Max(minute, From);
        long end = Math.Min(minute + MinuteMs, To);
        if (begin < end)
        {
            Attack(stage, begin, end);
        }
    }

    /// <summary>Acts for a minute or a part of one.</summary>
    protected abstract void Attack(Stage stage, long begin, long end);

    /// <summary>Events of a rate, spread over a span.</summary>
    protected IEnumerable<long> Spread(double perSecond, long begin, long end)
    {
        for (int events = Draw.Poisson(perSecond * (end - begin) / 1000); events > 0; events--)
        {
            yield return Did(begin + Draw.Below((int)(end - begin)));
        }
    }

    /// <summary>A label from the first deed to the last; none where nothing was done.</summary>
    protected IEnumerable<Label> LabelOf(uint host, ThreatKind kind, string scenario, uint partner = 0) => _first > _last
        ? []
        : [new Label(IpAddress.FromIPv4(host), kind, scenario, _first, _last, partner == 0 ? default : IpAddress.FromIPv4(partner))];

    /// <summary>Notes a deed, and gives its time back.</summary>
    protected long Did(long time)
    {
        _first = Math.Min(_first, time);
        _last = Math.Max(_last, time);
        return time;
    }
}
