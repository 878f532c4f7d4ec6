using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>An own client with too much to ask: data in names, or names that an algorithm made up.</summary>
internal sealed class DnsAbuse : ThreatActor
{
    private readonly uint _host;
    private readonly bool _isTunnel;
    private readonly double _perSecond;
    private readonly ushort _type;
    private readonly double _exists;
    private ulong _next;

    public DnsAbuse(Draw draw, uint host, bool isTunnel, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _isTunnel = isTunnel;
        _perSecond = isTunnel ? draw.LogUniform(1, 40) : draw.LogUniform(2, 60);
        _type = !isTunnel ? DnsMessages.A : draw.Below(3) switch { 0 => DnsMessages.Null, 1 => DnsMessages.A, _ => DnsMessages.Txt };
        _exists = isTunnel ? .99 : draw.Uniform(0, .15);
        _next = draw.Bits();
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(
        _host, _isTunnel ? ThreatKind.DnsTunnel : ThreatKind.NxdomainStorm, _isTunnel ? "tunnel" : "generated_names");

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            stage.Ask(Draw, at, _host, _isTunnel ? DnsName.Tunnel : DnsName.Generated, _next++ * 0x9E37_79B9, _type, Draw.Chance(_exists));
        }
    }
}
