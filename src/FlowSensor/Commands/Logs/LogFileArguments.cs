using System.CommandLine;
using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Pipeline.Logs;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Commands.Logs;

/// <summary>The files of <c>logs stats</c>, how they are to be read, and the reading itself.</summary>
internal sealed class LogFileArguments
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Log files, plain or gzip, rotated ones in any order; - is standard input; none: those of inputs.logs",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _server = new("--server") { Description = "Address of the server that the logs are of; twice for IPv4 and IPv6", HelpName = "ADDRESS" };
    private readonly Option<int?> _year = new("--year") { Description = "Year of the first line (default: from the file's last change)", HelpName = "YYYY" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Time zone of times that name none (default: sensor.time_zone)", HelpName = "NAME" };
    private readonly Option<LogFormat> _format = new("--format") { Description = "What writes the log, where lines do not name their program" };
    private readonly Option<string?> _config = CommonOptions.Config();

    /// <summary>Adds files and options to a command.</summary>
    public LogFileArguments(Command command)
    {
        command.Arguments.Add(_files);
        foreach (Option option in (IEnumerable<Option>)[_server, _year, _zone, _format, _config])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The configuration.</summary>
    public SensorOptions Options(ParseResult parsed) => CommonOptions.Load(parsed.GetValue(_config), byDefault: true);

    /// <summary>The servers named.</summary>
    /// <exception cref="CommandException">One is no address, or there are two of a family.</exception>
    public IReadOnlyList<IpAddress> Servers(ParseResult parsed)
    {
        List<IpAddress> servers = [];
        foreach (string text in parsed.GetValue(_server) ?? [])
        {
            IpAddress server = OptionText.Address("--server", text);
            if (servers.Exists(other => other.IsIPv4 == server.IsIPv4))
            {
                throw new CommandException("--server is given twice for one family; give the IPv4 address, the IPv6 address, or both.", ExitCode.WrongUsage);
            }

            servers.Add(server);
        }

        return servers;
    }

    /// <summary>Reads the files named, or those configured, and prints what was wrong with them.</summary>
    /// <exception cref="CommandException">A file cannot be read, or there is none.</exception>
    public void Read(ParseResult parsed, SensorOptions options, LogStatsRun run)
    {
        TimeZoneInfo zone = OptionText.Zone("--zone", parsed.GetValue(_zone)) ?? options.Sensor.TimeZone;
        int? year = parsed.GetValue(_year);
        if (year is < 1_970 or > 9_998)
        {
            throw new CommandException("--year is a year such as 2026.", ExitCode.WrongUsage);
        }

        if (parsed.GetValue(_files) is { Length: > 0 } names)
        {
            Read(names, new LogFileOptions { Format = parsed.GetValue(_format), Zone = zone, Year = year }, run.Sink);
            return;
        }

        if (options.Inputs.Logs.Count == 0)
        {
            throw new CommandException("name the log files to read, - for standard input, or configure inputs.logs.", ExitCode.WrongUsage);
        }

        bool hasServers = Servers(parsed).Count > 0;
        foreach (LogInputOptions log in options.Inputs.Logs)
        {
            if (!hasServers)
            {
                run.Use(log.Server);
            }

            Read([log.Path!], new LogFileOptions { Format = log.Format, Zone = log.TimeZone ?? zone, Year = year }, run.Sink);
        }
    }

    private static void Read(string[] names, LogFileOptions options, ILogLineSink sink)
    {
        IReadOnlyList<string> files = LogFileSet.InOrder(names.SelectMany(LogFileSet.Expand));
        LogFileReader.Check(files);
        LogFileReader reader = new(options, TimeProvider.System);
        using StopSignal stop = new();
        using (LogProgressBar? bar = Console.IsErrorRedirected ? null : new LogProgressBar(TimeProvider.System))
        {
            reader.Read(files, sink, bar, stop.Token);
        }

        foreach (string warning in reader.Warnings)
        {
            Console.Error.WriteLine($"flowsensor: {warning}");
        }

        if (reader.CutLines > 0)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"flowsensor: {reader.CutLines} lines are longer than {options.MaxLine} octets; their ends were not read."));
        }

        if (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("flowsensor: stopped before the end; the result covers what was read.");
        }
    }
}
