using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Collection;

/// <summary>Causes of drops in the words of the ledger: <c>unknown_template</c>.</summary>
public static class DropCauseText
{
    private static readonly string[] Names = [.. Enum.GetNames<DropCause>().Select(SnakeCase.Of)];

    /// <summary>The word of a cause.</summary>
    public static string Of(DropCause cause) => Names[(int)cause];
}
