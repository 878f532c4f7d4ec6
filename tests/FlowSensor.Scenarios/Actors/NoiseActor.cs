using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>The noise of the Internet: strangers who knock once or twice at addresses that nobody uses, clocks that are set, peers that look for peers.</summary>
internal sealed class NoiseActor(Draw draw, int firstPeer, int peers) : Actor
{
    private static readonly ushort[] Ports = [23, 22, 445, 3389, 80, 443, 8080, 5900, 6379, 1433, 2323, 25];

    private readonly double _knocks = draw.LogUniform(4, 18);
    private readonly double _clocks = draw.LogUniform(3, 20);
    private readonly double[] _meetings = [.. Enumerable.Range(0, peers).Select(_ => draw.LogUniform(3, 20))];

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        for (int knocks = draw.Poisson(_knocks); knocks > 0; knocks--)
        {
            uint stranger = Places.WorldClient(3_000_000 + draw.Below(200_000));
            ushort port = Ports[draw.Popular(Ports.Length)];
            for (int again = draw.Popular(4); again >= 0; again--)
            {
                stage.Tcp(minute + draw.Below(MinuteMs), stranger, Places.AnyOwn(draw), port, PlainScripts.SynAlone, 100);
            }
        }

        for (int clocks = draw.Poisson(_clocks); clocks > 0; clocks--)
        {
            uint asker = Places.WorldClient(2_600_000 + draw.Popular(5_000));
            stage.Datagrams(minute + draw.Below(MinuteMs), new Ends(asker, 0, Places.OwnServer(55), 123), 1, 0, 48, 48);
        }

        double evening = stage.Calendar.Activity(ActivityCurve.Home, minute);
        for (int peer = 0; peer < _meetings.Length; peer++)
        {
            for (int meetings = draw.Poisson(_meetings[peer] * evening); meetings > 0; meetings--)
            {
                Meet(stage, minute + draw.Below(MinuteMs), Places.OwnClient(firstPeer + peer));
            }
        }
    }

    private void Meet(Stage stage, long at, uint own)
    {
        uint other = Places.WorldClient(1_500_000 + draw.Below(300_000));
        ushort port = (ushort)(10_000 + draw.Below(50_000));
        if (draw.Chance(.7))
        {
            stage.Datagrams(at, new Ends(own, 51_413, other, port), 1, 0, 100, draw.Chance(.5) ? 300 : -1, 120);
            return;
        }

        TalkScript script = draw.Below(3) switch
        {
            0 => PlainScripts.SynRepeated,
            1 => PlainScripts.Closed,
            _ => PlainScripts.Web(draw.LogNormal(14_000, 1), 0),
        };
        stage.Tcp(at, own, other, port, script, 120);
    }
}
