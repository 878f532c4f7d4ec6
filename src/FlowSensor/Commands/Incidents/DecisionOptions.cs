using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Commands.Incidents;

/// <summary>The options that every decision has: who, for how long, and why.</summary>
internal sealed class DecisionOptions
{
    private readonly Option<string> _by = new("--by") { Description = "Who decides", HelpName = "NAME", Required = true };
    private readonly Option<string> _for;
    private readonly Option<string> _reason = new("--reason") { Description = "Why", HelpName = "TEXT", DefaultValueFactory = static _ => "" };
    private readonly StoreFolder _store;

    /// <summary>Adds the options to a command.</summary>
    public DecisionOptions(Command command, string duration)
    {
        _for = new Option<string>("--for") { Description = "For how long, such as 12h or 30d", HelpName = "DURATION", DefaultValueFactory = _ => duration };
        foreach (Option option in (IEnumerable<Option>)[_by, _for, _reason])
        {
            command.Options.Add(option);
        }

        _store = new StoreFolder(command);
    }

    /// <summary>The configuration.</summary>
    public SensorOptions Configuration(ParseResult parsed) => _store.Options(parsed);

    /// <summary>The decision so far.</summary>
    /// <exception cref="CommandException">The duration is none.</exception>
    public Silence Read(ParseResult parsed, SilenceAction action)
    {
        TimeSpan duration = OptionText.Duration("--for", parsed.GetValue(_for)!);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return new Silence
        {
            Action = action,
            From = now,
            Until = now + (long)duration.TotalMilliseconds,
            Author = parsed.GetValue(_by)!,
            Reason = parsed.GetValue(_reason)!,
        };
    }

    /// <summary>Writes the decision and says so.</summary>
    public int Write(ParseResult parsed, Silence silence, string words)
    {
        SensorOptions options = Configuration(parsed);
        using SilenceBook book = SilenceBook.Open(_store.Path(parsed, options));
        long number = book.Add(silence);
        DateTimeOffset until = DateTimeOffset.FromUnixTimeMilliseconds(silence.Until);
        Console.Out.WriteLine($"Decision {TableOutput.Plain(number)}: {words} until {TableOutput.Time(until, options.Sensor.TimeZone)}.");
        return ExitCode.Done;
    }
}
