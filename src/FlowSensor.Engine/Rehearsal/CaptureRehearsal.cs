using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Replay;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>Rehearses captures: they pass through the very pipeline of the sensor, once with the rules in force and once with others.</summary>
/// <param name="options">The configuration in force.</param>
/// <param name="rules">The other rules.</param>
public sealed class CaptureRehearsal(SensorOptions options, DetectionSectionOptions rules)
{
    /// <summary>Reads the captures, twice.</summary>
    /// <param name="files">Captures, in the order to read them.</param>
    /// <param name="progress">Told now and then; null for nobody.</param>
    /// <param name="cancellation">Ends it early; what was read is compared.</param>
    /// <exception cref="ReplayException">A file cannot be read.</exception>
    public RehearsalReport Run(IReadOnlyList<string> files, IProgress<ReplayProgress>? progress, CancellationToken cancellation)
    {
        (IncidentLog before, _) = Play(options.Detection, files, progress, cancellation);
        (IncidentLog after, RehearsalSpan span) = Play(rules, files, progress, cancellation);
        return RehearsalReport.Of(before, after, stored: null, span);
    }

    private (IncidentLog Log, RehearsalSpan Span) Play(
        DetectionSectionOptions detection, IReadOnlyList<string> files, IProgress<ReplayProgress>? progress, CancellationToken cancellation)
    {
        DetectionSectionOptions inForce = options.Detection;
        options.Detection = detection;
        try
        {
            IncidentLog log = new();
            DetectionPart part = new(options, log.OnItem, groups: null, contactOf: null);
            RehearsalSpan span = new(NoWindows.Instance);
            SensorPipeline pipeline = new(options, span, keepSummary: false, output: null, part);
            new ReplayRun(files, pipeline.IntakeFor).Run(CaptureKind.Auto, progress, cancellation);
            pipeline.Complete();
            return (log, span);
        }
        finally
        {
            options.Detection = inForce;
        }
    }
}
