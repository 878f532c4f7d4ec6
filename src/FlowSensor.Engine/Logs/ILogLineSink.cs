using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Takes log lines, from files and live inputs alike, one at a time and in the order they were read.</summary>
public interface ILogLineSink
{
    /// <summary>A line was read. Both arguments are valid only during the call.</summary>
    /// <param name="header">What stands in front of the message; <see cref="LogHeader.HasTime"/> is false when the line does not begin with a stamp.</param>
    /// <param name="line">The whole line without its end.</param>
    void OnLine(in LogHeader header, ReadOnlySpan<byte> line);
}
