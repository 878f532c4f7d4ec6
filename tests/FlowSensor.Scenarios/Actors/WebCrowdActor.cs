using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>People who browse: a page is some names and some sessions with servers of the world.</summary>
internal sealed class WebCrowdActor(Draw draw, int firstClient, int clients, ActivityCurve curve) : Actor
{
    private const int Sites = 20_000;

    // Pages in a busy hour; some people never stop.
    private readonly double[] _perHour = [.. Enumerable.Range(0, clients).Select(_ => draw.LogUniform(1, 25))];

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        double activity = stage.Calendar.Activity(curve, minute);
        for (int client = 0; client < _perHour.Length; client++)
        {
            for (int pages = draw.Poisson(_perHour[client] * activity / 60); pages > 0; pages--)
            {
                Browse(stage, minute + draw.Below(MinuteMs - 5_000), Places.OwnClient(firstClient + client));
            }
        }
    }

    private void Browse(Stage stage, long at, uint client)
    {
        for (int parts = 1 + draw.Popular(6); parts > 0; parts--)
        {
            ulong site = (ulong)draw.Popular(Sites);
            stage.Ask(draw, at, client, DnsName.Site, site, draw.Chance(.4) ? DnsMessages.Aaaa : DnsMessages.A, draw.Chance(.94));
            if (draw.Chance(.8))
            {
                TalkScript script = draw.Below(50) switch
                {
                    0 => PlainScripts.SynRepeated,
                    1 => PlainScripts.Closed,
                    _ => PlainScripts.Web(draw.LogNormal(6_000, 1.3), draw.Below(8)),
                };
                stage.Tcp(at + 60, client, Places.WebServer((int)site), draw.Chance(.06) ? (ushort)80 : (ushort)443, script, draw.Between(4, 160));
            }

            at += draw.Below(1_500);
        }
    }
}
