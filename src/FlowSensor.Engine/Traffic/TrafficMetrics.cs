using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Traffic;

/// <summary>Instruments of the accounting. One thread.</summary>
public sealed class TrafficMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _windows;
    private readonly Counter<long> _degraded;
    private readonly Gauge<double> _lag;
    private TrafficCounters _given;

    /// <summary>Makes the instruments.</summary>
    public TrafficMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Traffic");
        _records = meter.CreateCounter<long>("flowsensor.traffic.records", "{record}", "Flow records accounted.");
        _windows = meter.CreateCounter<long>("flowsensor.traffic.windows", "{window}", "Windows closed.");
        _degraded = meter.CreateCounter<long>("flowsensor.traffic.degraded", "{flow}", "Flows accounted, but not where they belong: table_full, pair_table_full, late.");
        _lag = meter.CreateGauge<double>("flowsensor.traffic.lag", "s", "How far the time in the data is behind the clock.");
    }

    /// <summary>Tells that an account begins at nothing.</summary>
    public void Begin() => _given = default;

    /// <summary>Adds what happened since the last time.</summary>
    /// <param name="now">The account.</param>
    /// <param name="lagMs">How far event time is behind; null before the first record.</param>
    public void Report(TrafficCounters now, long? lagMs)
    {
        _records.Add((long)(now.Records - _given.Records));
        _windows.Add((long)(now.WindowsClosed - _given.WindowsClosed));
        _degraded.Add((long)(now.TableFull - _given.TableFull), new KeyValuePair<string, object?>("cause", "table_full"));
        _degraded.Add((long)(now.PairTableFull - _given.PairTableFull), new KeyValuePair<string, object?>("cause", "pair_table_full"));
        _degraded.Add((long)(now.Late - _given.Late), new KeyValuePair<string, object?>("cause", "late"));
        if (lagMs is long lag)
        {
            _lag.Record(lag / 1000.0);
        }

        _given = now;
    }
}
