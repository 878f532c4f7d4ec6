using System.CommandLine;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor logs</c>: what is in mail and DNS logs.</summary>
internal static class LogsCommand
{
    /// <summary>Makes the command with its parts.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "logs",
            "Reads mail and DNS logs: the statistics of mail servers without a mirror port.",
            ("flowsensor logs stats /var/log/mail.log* --server 192.0.2.25", "connections, messages, refusals, deliveries by day"));
        command.Subcommands.Add(LogsStatsCommand.Create());
        return command;
    }
}
