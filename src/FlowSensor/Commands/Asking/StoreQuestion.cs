using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.ClickHouse;

namespace FlowSensor.Commands.Asking;

/// <summary>The options that every question to the store has: where, which time, and how to print.</summary>
internal sealed class StoreQuestion
{
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _store;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to = CommonOptions.To();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _csv = CommonOptions.Csv();
    private readonly RemoteOptions? _remote;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="byDefault">The time asked about when none is given.</param>
    /// <param name="mayAskSensor">A running sensor can be asked instead of the store.</param>
    /// <param name="mayAskDatabase">A database of many sensors can be asked as well.</param>
    public StoreQuestion(Command command, string byDefault = "one day before the end", bool mayAskSensor = false, bool mayAskDatabase = false)
    {
        _store = mayAskDatabase ? CommonOptions.Store() : CommonOptions.StoreFolder();
        _remote = mayAskSensor ? new RemoteOptions(command) : null;
        _from = CommonOptions.From(byDefault);
        foreach (Option option in (IEnumerable<Option>)[_from, _to, _store, _config, _json, _csv])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>How to print.</summary>
    /// <exception cref="CommandException">Two forms are asked for.</exception>
    public OutputForm Form(ParseResult parsed) => FormOf(parsed.GetValue(_json), parsed.GetValue(_csv));

    /// <summary>The configuration that the question is asked with.</summary>
    public SensorOptions Options(ParseResult parsed) => CommonOptions.Load(parsed.GetValue(_config), byDefault: true);

    /// <summary>The running sensor to ask instead of the store; null where none is named.</summary>
    /// <exception cref="CommandException">The options make no sense.</exception>
    public RemoteSensor? Sensor(ParseResult parsed) => _remote?.Sensor(parsed, _store);

    /// <summary>The time asked about, as it is written.</summary>
    public ((string Name, string? Value) From, (string Name, string? Value) To) Written(ParseResult parsed) => (("from", parsed.GetValue(_from)), ("to", parsed.GetValue(_to)));

    /// <summary>Opens the embedded store and gives the time asked about.</summary>
    public (StoreReader Store, TimeRange Range, TimeZoneInfo Zone) Open(ParseResult parsed)
    {
        SensorOptions options = Options(parsed);
        if (ClickHouseAddress.Means(parsed.GetValue(_store)))
        {
            throw new CommandException($"{parsed.CommandResult.Command.Name} is answered from a sensor's own store only; name its folder with --store.", ExitCode.WrongUsage);
        }

        (TimeRange range, TimeZoneInfo zone) = Time(parsed, options);
        return (StoreReader.Open(parsed.GetValue(_store) ?? options.Store.Path), range, zone);
    }

    /// <summary>Opens the embedded store, or the database that <c>--store</c> names, for questions about traffic, and gives the time asked about.</summary>
    public (ITrafficQueries Queries, TimeRange Range, TimeZoneInfo Zone) OpenTraffic(ParseResult parsed)
    {
        SensorOptions options = Options(parsed);
        (TimeRange range, TimeZoneInfo zone) = Time(parsed, options);
        string store = parsed.GetValue(_store) ?? options.Store.Path;
        return (ClickHouseAddress.Means(store) ? ClickHouseAddress.Parse(store).Open(options.Outputs.Clickhouse) : new StoreQueries(StoreReader.Open(store)), range, zone);
    }

    /// <summary>One form of two flags.</summary>
    /// <exception cref="CommandException">Both are set.</exception>
    public static OutputForm FormOf(bool json, bool csv) => (json, csv) switch
    {
        (true, true) => throw new CommandException("--json and --csv exclude each other; give one of them.", ExitCode.WrongUsage),
        (true, false) => OutputForm.Json,
        (false, true) => OutputForm.Csv,
        _ => OutputForm.Table,
    };

    private (TimeRange Range, TimeZoneInfo Zone) Time(ParseResult parsed, SensorOptions options)
    {
        TimeZoneInfo zone = options.Sensor.TimeZone;
        long? from = OptionText.Time("--from", parsed.GetValue(_from), zone);
        long? to = OptionText.Time("--to", parsed.GetValue(_to), zone);
        if (from >= to)
        {
            throw new CommandException("--from is not before --to, so there is nothing between them; exchange them.", ExitCode.WrongUsage);
        }

        return (new TimeRange(from, to), zone);
    }
}
