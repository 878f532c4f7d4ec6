using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Replay;

namespace FlowSensor.Commands.Replaying;

/// <summary>One line on stderr that shows how far a replay is; only made where stderr is a terminal.</summary>
internal sealed class ReplayProgressBar(TimeProvider clock) : IProgress<ReplayProgress>, IDisposable
{
    private readonly ProgressLine _line = new(clock);

    /// <inheritdoc/>
    public void Report(ReplayProgress value) => _line.Show(value.Octets, value.TotalOctets, value.Records, "records", value.File);

    /// <summary>Clears the line.</summary>
    public void Dispose() => _line.Dispose();
}
