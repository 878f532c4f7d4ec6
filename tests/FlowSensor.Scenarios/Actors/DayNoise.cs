using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>No two days are alike: a factor for each day, and one for each quarter of an hour.</summary>
internal sealed class DayNoise(Draw draw, double deviation)
{
    private long _day = -1;
    private long _quarter = -1;
    private double _dayFactor = 1;
    private double _quarterFactor = 1;

    /// <summary>The factor of a minute.</summary>
    public double At(long minute)
    {
        if (minute / 86_400_000 != _day)
        {
            _day = minute / 86_400_000;
            _dayFactor = draw.LogNormal(1, deviation);
        }

        if (minute / 900_000 != _quarter)
        {
            _quarter = minute / 900_000;
            _quarterFactor = draw.LogNormal(1, deviation * 1.5);
        }

        return _dayFactor * _quarterFactor;
    }
}
