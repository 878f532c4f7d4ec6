using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>Echo requests as fast as they go, to one host; some of them answered.</summary>
internal sealed class PingStorm(Draw draw, uint host, bool isOwn, long from, long to) : ThreatActor(draw, from, to)
{
    private readonly uint _target = isOwn ? Places.WebServer(draw.Below(30_000)) : Places.OwnServer(draw.Below(50));
    private readonly double _perSecond = draw.LogUniform(60, 2_000);
    private readonly int _length = draw.Chance(.5) ? 56 : draw.Between(500, 1_400);
    private readonly bool _isAnswered = draw.Chance(.6);

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(host, ThreatKind.PingStorm, isOwn ? "by_us" : "on_us", _target);

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        // Trains of a second, so that the rate can be any.
        for (long at = begin; at < end; at += 1_000)
        {
            int count = Math.Max(1, Draw.Poisson(_perSecond));
            int interval = Math.Max(1, 1_000 / count);
            int trains = 1 + (count / 1_000);
            for (int train = 0; train < trains; train++)
            {
                stage.Datagrams(Did(at), new Ends(host, 7, _target, DatagramTalk.EchoPort), count / trains, interval, _length, _isAnswered ? _length : -1, interval);
            }
        }
    }
}
