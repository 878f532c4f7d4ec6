using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Intake;

/// <summary>Instruments of the metering of packets. One thread.</summary>
public sealed class MeteringMetrics
{
    private readonly Counter<long> _metered;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _records;
    private readonly Gauge<int> _flows;
    private readonly long[] _given = new long[Enum.GetValues<PacketDropCause>().Length];
    private long _givenMetered;
    private long _givenRecords;

    /// <summary>Makes the instruments.</summary>
    public MeteringMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Metering");
        _metered = meter.CreateCounter<long>("flowsensor.metering.packets", "{packet}", "Packets accounted in flows.");
        _dropped = meter.CreateCounter<long>("flowsensor.metering.dropped", "{packet}", "Packets not accounted in flows, by cause.");
        _records = meter.CreateCounter<long>("flowsensor.metering.records", "{record}", "Flow records made of packets.");
        _flows = meter.CreateGauge<int>("flowsensor.metering.flows", "{flow}", "Flows in the flow cache.");
    }

    /// <summary>Tells that a meter begins whose account starts at nothing.</summary>
    public void Begin()
    {
        Array.Clear(_given);
        _givenMetered = 0;
        _givenRecords = 0;
    }

    /// <summary>Adds what the meter did since the last time.</summary>
    public void Report(PacketIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        PacketLedger ledger = intake.Ledger;
        _metered.Add(ledger.Metered - _givenMetered);
        _records.Add(intake.Records - _givenRecords);
        foreach (PacketDropCause cause in Enum.GetValues<PacketDropCause>())
        {
            long dropped = ledger.Dropped(cause);
            _dropped.Add(dropped - _given[(int)cause], new KeyValuePair<string, object?>("cause", PacketDropCauseText.Of(cause)));
            _given[(int)cause] = dropped;
        }

        _flows.Record(intake.Counters.Held);
        _givenMetered = ledger.Metered;
        _givenRecords = intake.Records;
    }
}
