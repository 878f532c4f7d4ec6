using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using FlowSensor.Capture;
using FlowSensor.Capture.Privileges;
using FlowSensor.Commands.Abuse;
using FlowSensor.Commands.Access;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Incidents;
using FlowSensor.Commands.Logs;
using FlowSensor.Commands.Replaying;
using FlowSensor.Commands.Routes;
using FlowSensor.Dashboard;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Output.Spool;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands;

/// <summary>The command line: finds the command, runs it, and turns what goes wrong into one sentence and an exit status.</summary>
internal static class CommandLine
{
    // EPIPE of Linux.
    private const int BrokenPipe = 32;

    /// <summary>Runs one command.</summary>
    /// <returns>Exit status.</returns>
    public static int Run(string[] args)
    {
        RootCommand root = Create();
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            return Fail(Sentence(parsed), ExitCode.WrongUsage);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandException failure)
        {
            return Fail(failure.Message, failure.ExitCode);
        }
        catch (Exception failure) when (failure is StoreException or ReplayException or LogFileException or CaptureException or SpoolException or MailboxException or DashboardException or PrivilegeException)
        {
            return Fail(failure.Message, ExitCode.Failed);
        }
        catch (IOException failure) when (failure.HResult == BrokenPipe)
        {
            // Its reader has gone, as 'flowsensor decode ... | head' does.
            return ExitCode.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(failure.Message, ExitCode.Failed);
        }
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new("Traffic sensor for networks: who sends what, from NetFlow, IPFIX and sFlow exports and from captures.")
        {
            RunCommand.Create(),
            ReplayCommand.Create(),
            DecodeCommand.Create(),
            TopCommand.Create(),
            BucketsCommand.Create(),
            ExportersCommand.Create(),
            MailServersCommand.Create(),
            IncidentsCommand.Create(),
            RehearseCommand.Create(),
            LogsCommand.Create(),
            RoutesCommand.Create(),
            ContactCommand.Create(),
            AbuseCommand.Create(),
            ReportCommand.Create(),
            BlocklistCommand.Create(),
            RelayTestCommand.Create(),
            NamesCommand.Create(),
            UserCommand.Create(),
            TokenCommand.Create(),
            AuditCommand.Create(),
            ExampleConfigurationCommand.Create(),
            CheckCommand.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        };
        HelpOption help = root.Options.OfType<HelpOption>().First();
        help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Prints one sentence on stderr.</summary>
    /// <returns>The exit status given.</returns>
    public static int Fail(string sentence, int exitCode)
    {
        Console.Error.WriteLine($"flowsensor: {sentence}");
        return exitCode;
    }

    private static string Sentence(ParseResult parsed)
    {
        ParseError error = parsed.Errors[0];
        string command = parsed.CommandResult.Command is RootCommand ? "flowsensor" : $"flowsensor {parsed.CommandResult.Command.Name}";
        string? unknown = parsed.UnmatchedTokens is [string first, ..] ? first : null;
        string text = error.Message.TrimEnd('.');
        if (unknown is not null)
        {
            bool isOption = unknown.StartsWith('-');
            IEnumerable<string> known = isOption
                ? parsed.CommandResult.Command.Options.Select(static option => option.Name)
                : parsed.CommandResult.Command.Subcommands.Select(static sub => sub.Name);
            string? nearest = NearestName.Of(unknown, known);
            text = $"{(isOption ? "there is no option" : "there is no command or argument")} '{unknown}' here{(nearest is null ? "" : $", did you mean '{nearest}'?")}";
        }

        return $"{text}{(text.EndsWith('?') ? " See" : "; see")} '{command} --help'.";
    }
}
