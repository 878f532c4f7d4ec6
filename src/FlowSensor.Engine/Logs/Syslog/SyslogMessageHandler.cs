using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Takes a message, valid during the call.</summary>
/// <param name="message">What was sent, without its framing.</param>
/// <param name="source">Who sent it.</param>
/// <param name="arrivalMs">When it came, Unix milliseconds.</param>
public delegate void SyslogMessageHandler(ReadOnlySpan<byte> message, IpAddress source, long arrivalMs);
