using System.CommandLine;

namespace FlowSensor.Commands.Logs;

/// <summary><c>flowsensor logs</c>: what is in mail and DNS logs.</summary>
internal static class LogsCommand
{
    /// <summary>Makes the command with its parts.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "logs",
            "Reads mail and DNS logs: statistics of mail servers, the rare lines that matter, and the times when nothing was logged.",
            ("flowsensor logs stats /var/log/mail.log* --server 192.0.2.25", "connections, messages, refusals, deliveries by day"),
            ("flowsensor logs rare /var/log/mail.log*", "rarest message types first, with what stood near them"),
            ("flowsensor logs gaps /var/log/mail.log", "silences that are longer than usual"));
        command.Subcommands.Add(LogsStatsCommand.Create());
        command.Subcommands.Add(LogsRareCommand.Create());
        command.Subcommands.Add(LogsGapsCommand.Create());
        return command;
    }
}
