using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Logs;

namespace FlowSensor.Commands.Logs;

/// <summary>One line on stderr that shows how far the reading of logs is; only made where stderr is a terminal.</summary>
internal sealed class LogProgressBar(TimeProvider clock) : IProgress<LogProgress>, IDisposable
{
    private readonly ProgressLine _line = new(clock);

    /// <inheritdoc/>
    public void Report(LogProgress value) => _line.Show(value.BytesRead, value.BytesTotal, value.Lines, "lines", value.File);

    /// <summary>Clears the line.</summary>
    public void Dispose() => _line.Dispose();
}
