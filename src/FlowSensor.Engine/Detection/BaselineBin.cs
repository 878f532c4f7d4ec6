namespace FlowSensor.Engine.Detection;

/// <summary>Level and spread of one quantity at one time of the week, in logarithms, so that doubling weighs the same at every size.</summary>
internal struct BaselineBin
{
    // Values further than this many spreads from the level move it no further: one attack does not make the next one usual.
    private const float Clip = 3;
    private const float LeastSpread = 0.15f;

    // The newest thirtieth always counts, so that what is old fades.
    private const float SlowestRate = 1 / 30f;

    public float Level;
    public float Spread;
    public ushort Values;

    public void Learn(float value)
    {
        if (Values == 0)
        {
            Level = value;
            Spread = 0.5f;
            Values = 1;
            return;
        }

        float rate = Math.Max(1f / (Values + 1), SlowestRate);
        float room = Clip * Math.Max(Spread, LeastSpread);
        float distance = Math.Clamp(value - Level, -room, room);
        Level += rate * distance;

        // For the normal distribution the mean distance from the level is 0.8 standard deviations.
        Spread += rate * ((Math.Abs(distance) * 1.25f) - Spread);
        Values = (ushort)Math.Min(Values + 1, ushort.MaxValue);
    }
}
