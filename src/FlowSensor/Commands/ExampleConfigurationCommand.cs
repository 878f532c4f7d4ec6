using System.CommandLine;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor example</c>: a configuration with every setting, to begin with.</summary>
internal static class ExampleConfigurationCommand
{
    private const string Resource = "flowsensor.yaml";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "example",
            "Prints a configuration with every setting there is, what it means and its default, all commented out.",
            ("flowsensor example > flowsensor.yaml", "a file to begin with"),
            ("flowsensor example | grep -B2 receive_buffer", "what a setting means"));
        command.SetAction(static _ =>
        {
            using Stream text = typeof(ExampleConfigurationCommand).Assembly.GetManifestResourceStream(Resource)!;
            using Stream output = Console.OpenStandardOutput();
            text.CopyTo(output);
            return ExitCode.Done;
        });
        return command;
    }
}
