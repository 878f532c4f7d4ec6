using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>An own web server, which is linked from a much-read place now and then: for a while everybody comes.</summary>
internal sealed class WebSiteActor(Draw draw, uint address) : Actor
{
    private readonly double _perHour = draw.LogUniform(30, 400);
    private readonly double _crowdsPerDay = draw.LogUniform(.04, .25);
    private double _crowd;

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        if (_crowd < 1 && draw.Chance(_crowdsPerDay / 1440))
        {
            _crowd = draw.LogUniform(300, 1_500);
        }

        _crowd *= .93;
        double usual = _perHour * stage.Calendar.Activity(ActivityCurve.World, minute) / 60;
        for (int visits = draw.Poisson(usual + _crowd); visits > 0; visits--)
        {
            TalkScript script = draw.Chance(.02) ? PlainScripts.HalfOpen : PlainScripts.Web(draw.LogNormal(5_000, 1.2), draw.Below(8));
            stage.Tcp(minute + draw.Below(MinuteMs), Places.WorldClient(2_000_000 + draw.Popular(400_000)), address, 443, script, draw.Between(8, 250));
        }
    }
}
