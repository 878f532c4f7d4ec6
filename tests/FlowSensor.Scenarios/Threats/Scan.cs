using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>A scan: one port of very many hosts, or many ports of one; by an own host or by a stranger.</summary>
internal sealed class Scan : ThreatActor
{
    private static readonly ushort[] Wanted = [22, 23, 80, 443, 445, 1433, 3389, 5900, 6379, 8080];

    private readonly uint _host;
    private readonly bool _isOwn;
    private readonly bool _isPorts;
    private readonly ushort _port;
    private readonly uint _target;
    private readonly double _perSecond;
    private readonly double _closed;
    private readonly double _open;
    private int _next;

    public Scan(Draw draw, uint host, bool isOwn, bool isPorts, bool isSlow, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _isOwn = isOwn;
        _isPorts = isPorts;
        _port = Wanted[draw.Below(Wanted.Length)];
        _target = isOwn ? Places.WebServer(draw.Below(30_000)) : Places.OwnServer(draw.Below(50));
        _perSecond = isSlow ? draw.LogUniform(.8, 5) : draw.LogUniform(5, 400);
        _closed = isPorts ? draw.Uniform(.2, .95) : draw.Uniform(.02, .3);
        _open = isPorts ? draw.LogUniform(.001, .02) : draw.LogUniform(.003, .1);
        _next = draw.Below(30_000);
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(
        _host, _isPorts ? ThreatKind.PortScan : ThreatKind.HostScan, _isOwn ? "by_us" : "on_us", _isPorts ? _target : 0);

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            _next++;
            uint target = _isPorts ? _target : _isOwn ? Places.WebServer(_next) : Places.AnyOwn(Draw);
            ushort port = _isPorts ? (ushort)(1 + (_next * 7 % 64_000)) : _port;
            double outcome = Draw.Unit();
            TalkScript script = outcome < _open ? PlainScripts.Knock : outcome < _open + _closed ? PlainScripts.Closed : PlainScripts.SynAlone;
            stage.Tcp(at, _host, target, port, script, 30);
        }
    }
}
