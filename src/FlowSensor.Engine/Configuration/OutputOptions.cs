using FlowSensor.Engine.Output;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>outputs</c>.</summary>
public sealed class OutputOptions
{
    /// <summary>Flow records sent on to a collector.</summary>
    public IpfixOutputOptions Ipfix { get; set; } = new();
}
