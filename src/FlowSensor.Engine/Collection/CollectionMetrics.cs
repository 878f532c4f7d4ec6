using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Collection;

/// <summary>Instruments of the collector. Exporters are bounded by the exporter table, and by the exporter of metrics to 2,000.</summary>
public sealed class CollectionMetrics
{
    private const string None = "none";

    private readonly Counter<long> _datagrams;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _records;
    private readonly Counter<long> _sequenceLost;
    private readonly Counter<long> _kernelDropped;
    private readonly Gauge<int> _exporters;

    /// <summary>Makes the instruments.</summary>
    public CollectionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Collection");
        _datagrams = meter.CreateCounter<long>("flowsensor.collection.datagrams", "{datagram}", "Datagrams received, by exporter.");
        _dropped = meter.CreateCounter<long>("flowsensor.collection.dropped", "{datagram}", "Datagrams that were not decoded, by exporter and cause.");
        _records = meter.CreateCounter<long>("flowsensor.collection.records", "{record}", "Flow records decoded, by exporter.");
        _sequenceLost = meter.CreateCounter<long>("flowsensor.collection.sequence_lost", "{unit}", "What the sequence numbers say never arrived, by exporter, in the format's own unit.");
        _kernelDropped = meter.CreateCounter<long>("flowsensor.collection.kernel_dropped", "{datagram}", "Datagrams the kernel dropped for want of buffer.");
        _exporters = meter.CreateGauge<int>("flowsensor.collection.exporters", "{exporter}", "Exporters and observation domains in the table.");

        // A counter that is not there before its first event cannot be seen to rise.
        _kernelDropped.Add(0);
    }

    /// <summary>Adds what an exporter sent since the last time.</summary>
    public void Report(ExporterLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        KeyValuePair<string, object?> exporter = new("exporter", ledger.ExporterIndex < 0 ? None : ledger.Exporter.Address.ToString());
        _datagrams.Add(ledger.Datagrams, exporter);
        _records.Add(ledger.Records, exporter);
        _sequenceLost.Add(ledger.SequenceLost, exporter);
        _kernelDropped.Add(ledger.KernelDropped);
        foreach ((string cause, long datagrams) in ledger.Dropped)
        {
            _dropped.Add(datagrams, exporter, new("cause", cause));
        }
    }

    /// <summary>Tells the size of the table.</summary>
    public void Exporters(int count) => _exporters.Record(count);
}
