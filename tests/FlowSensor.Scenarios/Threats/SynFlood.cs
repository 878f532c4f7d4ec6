using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>A flood of SYNs: on an own server with forged sources, or by an own host on somebody, with its own address.</summary>
internal sealed class SynFlood : ThreatActor
{
    private readonly uint _host;
    private readonly bool _isForged;
    private readonly uint _target;
    private readonly ushort _port;
    private readonly double _perSecond;
    private readonly double _answered;

    public SynFlood(Draw draw, uint host, bool isForged, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _isForged = isForged;
        _target = isForged ? host : Places.WebServer(draw.Below(30_000));
        _port = draw.Below(4) switch { 0 => 80, 1 => 22, 2 => 445, _ => 443 };
        _perSecond = draw.LogUniform(100, 3_000);

        // A server with SYN cookies answers all, one without stops when its backlog is full.
        _answered = draw.Chance(.5) ? 1 : draw.LogUniform(.02, .3);
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(_host, ThreatKind.SynFlood, _isForged ? "forged_on_us" : "by_us", _isForged ? 0 : _target);

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            uint source = _isForged ? Places.Forged(Draw) : _host;
            stage.Tcp(at, source, _target, _port, Draw.Chance(_answered) ? PlainScripts.HalfOpen : PlainScripts.SynAlone, 40);
        }
    }
}
