using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Commands.Logs;

/// <summary>The options of <c>logs rare</c> and <c>logs gaps</c>, and the reading that both need.</summary>
internal sealed class LogMiningQuestion
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Log files, plain or gzip, rotated ones in any order; - is standard input", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int> _top = new("--top") { Description = "How many to show; 0 for all", HelpName = "N", DefaultValueFactory = static _ => 20 };
    private readonly Option<string?> _since;
    private readonly Option<string?> _words = new("--words") { Description = "Words of trouble instead of the configured ones, with commas between", HelpName = "WORDS" };
    private readonly Option<LogFormat> _format = new("--format") { Description = "What writes the log, where lines do not name their program: postfix, sendmail, bind ...", HelpName = "FORMAT" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Time zone of times that name none (default: sensor.time_zone)", HelpName = "NAME" };
    private readonly Option<int?> _year = new("--year") { Description = "Year of the first line (default: from the file's last change)", HelpName = "YYYY" };
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _store = CommonOptions.StoreFolder();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _csv = CommonOptions.Csv();
    private readonly bool _mayAskStore;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="since">What <c>--since</c> means.</param>
    /// <param name="mayAskStore">Without files, the store is asked.</param>
    public LogMiningQuestion(Command command, string since, bool mayAskStore)
    {
        _mayAskStore = mayAskStore;
        _since = new Option<string?>("--since") { Description = since, HelpName = "TIME" };
        command.Arguments.Add(_files);
        foreach (Option option in (IEnumerable<Option>)[_top, _since, _words, _format, _zone, _year, _config, .. mayAskStore ? [_store] : Array.Empty<Option>(), _json, _csv])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How many to show.</summary>
    public int Top(ParseResult parsed) => parsed.GetValue(_top) is int top and >= 0 ? top : throw new CommandException("--top is a whole number, 0 for all.", ExitCode.WrongUsage);

    /// <summary>Reads files or store and prints what was found.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="print">Prints, given what was learned, the value of <c>--since</c> and the form.</param>
    public int Run(ParseResult parsed, Action<RareLines, long?, OutputForm> print)
    {
        OutputForm form = StoreQuestion.FormOf(parsed.GetValue(_json), parsed.GetValue(_csv));
        SensorOptions options = CommonOptions.Load(parsed.GetValue(_config), byDefault: true);
        TimeZoneInfo zone = OptionText.Zone("--zone", parsed.GetValue(_zone)) ?? options.Sensor.TimeZone;
        long? since = OptionText.Time("--since", parsed.GetValue(_since), zone);
        Top(parsed);
        string[] files = parsed.GetValue(_files) ?? [];
        LogMiningOptions mining = options.Logs.ToMining();
        mining.Words = parsed.GetValue(_words)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? mining.Words;
        RareLines lines = new(mining);
        if (files.Length > 0)
        {
            Read(files, new LogFileOptions { Format = parsed.GetValue(_format), Zone = zone, Year = parsed.GetValue(_year) }, lines);
        }
        else if (_mayAskStore)
        {
            using StoreReader store = StoreReader.Open(parsed.GetValue(_store) ?? options.Store.Path);
            lines = new LogStateQuery(store).Lines(mining);
        }
        else
        {
            throw new CommandException("name the log files to read, or - for standard input.", ExitCode.WrongUsage);
        }

        print(lines, since, form);
        return ExitCode.Done;
    }

    /// <summary>Characters of a line of text.</summary>
    public static int Width => Console.IsOutputRedirected ? int.MaxValue : Math.Max(40, Console.BufferWidth);

    private static void Read(string[] names, LogFileOptions options, RareLines lines)
    {
        try
        {
            IReadOnlyList<string> files = LogFileSet.InOrder(names.SelectMany(LogFileSet.Expand));
            LogFileReader.Check(files);
            LogFileReader reader = new(options, TimeProvider.System);
            using StopSignal stop = new();
            using (LogProgressBar? bar = Console.IsErrorRedirected ? null : new LogProgressBar(TimeProvider.System))
            {
                reader.Read(files, lines, bar, stop.Token);
            }

            foreach (string warning in reader.Warnings)
            {
                Console.Error.WriteLine($"flowsensor: {warning}");
            }

            if (lines.Types.Evicted + lines.Types.Shared > 0)
            {
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"flowsensor: there are more message types than logs.max_types allows: {lines.Types.Evicted} made room for others, {lines.Types.Shared} lines share a type."));
            }
        }
        catch (LogFileException failure)
        {
            throw new CommandException(failure.Message, ExitCode.Failed);
        }
    }
}
