using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Storage;

/// <summary>Instruments of the store. One thread.</summary>
public sealed class StoreMetrics
{
    private readonly Counter<long> _written;
    private readonly Counter<long> _lost;
    private long _givenWritten;
    private long _givenLost;

    /// <summary>Makes the instruments.</summary>
    public StoreMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Storage");
        _written = meter.CreateCounter<long>("flowsensor.storage.written", "{span}", "Windows, hours and days written to the store.");
        _lost = meter.CreateCounter<long>("flowsensor.storage.lost", "{item}", "Items lost, because the queue was full or the database failed repeatedly.");
    }

    /// <summary>Adds what happened since the last time; a store that was opened anew counts from nothing.</summary>
    public void Report(long written, long lost)
    {
        _written.Add(written >= _givenWritten ? written - _givenWritten : written);
        _lost.Add(lost >= _givenLost ? lost - _givenLost : lost);
        (_givenWritten, _givenLost) = (written, lost);
    }
}
