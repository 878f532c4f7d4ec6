using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace FlowSensor.Dashboard;

/// <summary>Collects the instruments of the sensor and of the runtime for Prometheus.</summary>
internal static class SensorMeters
{
    // Seconds: from an answer on the same machine to a receiver's patience.
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <summary>Begins to collect.</summary>
    public static MeterProvider Build() => Sdk.CreateMeterProviderBuilder()
        .AddMeter("FlowSensor.*", "System.Runtime")
        .AddView(ViewOf)
        .AddPrometheusExporter(static options =>
        {
            options.ScopeInfoEnabled = false;
            options.TargetInfoEnabled = false;
        })
        .Build();

    private static MetricStreamConfiguration? ViewOf(Instrument instrument)
    {
        // Some of the runtime's names end as only parts of histograms do in Prometheus.
        if (instrument.Name.EndsWith(".count", StringComparison.Ordinal))
        {
            return MetricStreamConfiguration.Drop;
        }

        return instrument is Histogram<double> { Unit: "s", Advice: null } ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds } : null;
    }
}
