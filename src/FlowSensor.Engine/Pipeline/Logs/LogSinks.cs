using FlowSensor.Engine.Logs;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Pipeline.Logs;

/// <summary>Gives each line to several.</summary>
internal sealed class LogSinks(params ILogLineSink[] sinks) : ILogLineSink
{
    /// <inheritdoc/>
    public void OnLine(in LogHeader header, ReadOnlySpan<byte> line)
    {
        foreach (ILogLineSink sink in sinks)
        {
            sink.OnLine(header, line);
        }
    }
}
