using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Intake;

/// <summary>Causes of the packet ledger in the words of the JSON documents: <c>not_ip</c>.</summary>
public static class PacketDropCauseText
{
    private static readonly string[] Names = [.. Enum.GetNames<PacketDropCause>().Select(SnakeCase.Of)];

    /// <summary>The word of a cause.</summary>
    public static string Of(PacketDropCause cause) => Names[(int)cause];
}
