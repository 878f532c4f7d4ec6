using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>The desk's own monitoring: pings many hosts every minute and knocks at the ports of its servers, open or not.</summary>
internal sealed class MonitorActor(Draw draw, uint address) : Actor
{
    private static readonly ushort[] Ports = [22, 25, 53, 80, 110, 143, 443, 587, 993, 995, 3306, 5432];

    private readonly int _targets = draw.Between(30, 110);
    private readonly int _echoes = draw.Between(1, 5);
    private readonly int _interval = draw.Between(200, 1_000);
    private readonly int _checkEvery = draw.Between(1, 5);

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        for (int target = 0; target < _targets; target++)
        {
            bool answers = target % 13 != 0;
            uint host = target % 4 == 0 ? Places.WebServer(target) : target % 4 == 1 ? Places.OwnServer(target / 4) : Places.OwnClient(target);
            long at = minute + (target * (50_000 / _targets));
            stage.Datagrams(at, new Ends(address, (ushort)(1 + target), host, DatagramTalk.EchoPort), _echoes, _interval, 56, answers ? 56 : -1, 15);
        }

        if (minute / MinuteMs % _checkEvery == 0)
        {
            for (int check = 0; check < 40; check++)
            {
                TalkScript script = check % 7 == 0 ? PlainScripts.Closed : check % 19 == 0 ? PlainScripts.SynRepeated : PlainScripts.Check;
                stage.Tcp(minute + (check * 1_200), address, Places.OwnServer(check / 4), Ports[check % Ports.Length], script, 2);
            }
        }
    }
}
