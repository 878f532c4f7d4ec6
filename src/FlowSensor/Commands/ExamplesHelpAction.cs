using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FlowSensor.Commands;

/// <summary>Prints a command's help and its examples below.</summary>
internal sealed class ExamplesHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly (string Line, string Remark)[] QuickStart =
    [
        ("flowsensor run", "receive NetFlow, IPFIX and sFlow on the usual ports, keep results in ./flowsensor-data"),
        ("flowsensor replay exports.pcap", "account for a capture of flow exports and print the result"),
        ("flowsensor top --service smtp", "who sends most mail traffic, from what a sensor has stored"),
        ("flowsensor buckets --service smtp", "how many sources and pairs are how active"),
    ];

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        IReadOnlyList<(string Line, string Remark)> examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : QuickStart;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples == QuickStart ? "Quick start:" : "Examples:");
        foreach ((string line, string remark) in examples)
        {
            output.WriteLine($"  {line}");
            output.WriteLine($"      {remark}");
        }

        return ExitCode.Done;
    }
}
