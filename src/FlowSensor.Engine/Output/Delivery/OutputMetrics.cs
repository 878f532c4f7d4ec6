using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>Instruments of one output.</summary>
internal sealed class OutputMetrics
{
    /// <summary>Reason of items dropped: no room.</summary>
    public const string SpoolFull = "spool_full";

    /// <summary>Reason of items dropped: the disk refused them.</summary>
    public const string NotSpooled = "not_spooled";

    /// <summary>Reason of items dropped: what was read back was not what had been written.</summary>
    public const string DamagedOnDisk = "damaged";

    private readonly KeyValuePair<string, object?> _output;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Gauge<long> _waiting;
    private readonly Gauge<long> _octets;
    private readonly Gauge<double> _age;
    private readonly Gauge<int> _up;

    /// <summary>Makes the instruments.</summary>
    public OutputMetrics(IMeterFactory factory, string output)
    {
        _output = new KeyValuePair<string, object?>("output", output);
        Meter meter = factory.Create("FlowSensor.Output");
        _delivered = meter.CreateCounter<long>("flowsensor.output.delivered", "{item}", "Points or rows that the receiver has taken.");
        _rejected = meter.CreateCounter<long>("flowsensor.output.rejected", "{item}", "Points or rows that the receiver refused for good.");
        _dropped = meter.CreateCounter<long>("flowsensor.output.dropped", "{item}", "Points or rows given up, by reason: queue_full, spool_full, not_spooled, damaged.");
        _attempts = meter.CreateCounter<long>("flowsensor.output.batches", "{batch}", "Batches sent, by outcome: delivered, retry, rejected.");
        _duration = meter.CreateHistogram<double>("flowsensor.output.send_duration", "s", "Time from sending a batch to the answer.");
        _waiting = meter.CreateGauge<long>("flowsensor.output.waiting", "{item}", "Points or rows in the spool.");
        _octets = meter.CreateGauge<long>("flowsensor.output.spool_size", "By", "Size of the spool on disk.");
        _age = meter.CreateGauge<double>("flowsensor.output.lag", "s", "Age of the oldest batch on its way.");
        _up = meter.CreateGauge<int>("flowsensor.output.up", "{output}", "1 while the last attempt was taken, 0 since one failed.");

        // A counter that is not there before its first event cannot be seen to rise.
        _delivered.Add(0, _output);
        _rejected.Add(0, _output);
        foreach (string reason in (ReadOnlySpan<string>)[SpoolFull, NotSpooled, DamagedOnDisk])
        {
            Dropped(reason, 0);
        }

        _up.Record(1, _output);
    }

    internal void Sent(SendVerdict verdict, int items, TimeSpan elapsed)
    {
        _attempts.Add(1, _output, new("outcome", OutcomeOf(verdict.Outcome)));
        _duration.Record(elapsed.TotalSeconds, _output);
        _up.Record(verdict.Outcome == SendOutcome.Retry ? 0 : 1, _output);
        if (verdict.Outcome == SendOutcome.Delivered)
        {
            _delivered.Add(items - verdict.RejectedItems, _output);
        }

        if (verdict.Outcome != SendOutcome.Retry)
        {
            _rejected.Add(verdict.Outcome == SendOutcome.Rejected ? items : verdict.RejectedItems, _output);
        }
    }

    internal void Dropped(string reason, long items) => _dropped.Add(items, _output, new("reason", reason));

    internal void Spool(long waiting, long octets, TimeSpan age)
    {
        _waiting.Record(waiting, _output);
        _octets.Record(octets, _output);
        _age.Record(age.TotalSeconds, _output);
    }

    private static string OutcomeOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Delivered => "delivered",
        SendOutcome.Retry => "retry",
        _ => "rejected",
    };
}
