using FlowSensor.Engine.Output.Delivery;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of the program itself.</summary>
/// <param name="state">How the output does.</param>
/// <param name="clock">Time of the points.</param>
internal sealed class SensorHealth(Func<OutputState> state, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();

    /// <summary>Writes how it is now.</summary>
    public void Write(ITimeSeriesWriter writer)
    {
        OutputState output = state();
        ReadOnlySpan<long> values =
        [
            GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet, (long)Environment.CpuUsage.TotalTime.TotalMilliseconds,
            (long)clock.GetElapsedTime(_begun).TotalSeconds, output.Waiting, output.SpoolOctets, output.Delivered, output.Rejected, output.Dropped,
        ];
        writer.Begin(new SeriesKey(Measurements.SensorHealth));
        for (int i = 0; i < values.Length; i++)
        {
            writer.Field(Measurements.SensorHealth.Fields[i], values[i]);
        }

        writer.End(clock.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
