using System.CommandLine;

namespace FlowSensor.Commands;

/// <summary>A command whose help shows examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, one sentence.</param>
/// <param name="examples">Command lines with a remark each.</param>
internal sealed class ExampleCommand(string name, string description, params (string Line, string Remark)[] examples) : Command(name, description)
{
    /// <summary>Command lines with a remark each.</summary>
    public IReadOnlyList<(string Line, string Remark)> Examples { get; } = examples;
}
