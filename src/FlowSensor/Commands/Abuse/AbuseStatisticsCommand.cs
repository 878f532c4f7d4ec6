using System.CommandLine;
using System.Globalization;
using FlowSensor.Engine.Abuse.Statistics;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor abuse stats</c>: the numbers of the desk by month and institution.</summary>
internal static class AbuseStatisticsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "stats",
            "Counts complaints and hosts by kind and month: found by ourselves or not, reported, answered, silent, and how long it took.",
            ("flowsensor abuse stats", "every month that is stored"),
            ("flowsensor abuse stats --month 2026-11", "one month"),
            ("flowsensor abuse stats --month --json", "every month, for a script"));
        Option<string?> month = new("--month") { Description = "Only this month, as 2026-11; alone: by month", HelpName = "MONTH", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = CommonOptions.Json();
        foreach (Option option in (IEnumerable<Option>)[month, json])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(parsed =>
        {
            SensorOptions options = store.Options(parsed);
            TimeRange range = Range(parsed.GetValue(month), options.Sensor.TimeZone);
            using StoreReader reader = StoreReader.Open(store.Path(parsed, options));
            AbuseStatistics statistics = new AbuseStatisticsQuery(reader, options.Sensor.TimeZone).Ask(range);
            if (parsed.GetValue(json))
            {
                AbuseStatisticsOutput.WriteJson(statistics);
            }
            else
            {
                AbuseStatisticsOutput.WriteTable(statistics);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static TimeRange Range(string? month, TimeZoneInfo zone)
    {
        if (month is null)
        {
            return default;
        }

        if (!DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime first))
        {
            throw new CommandException($"--month '{month}' is no month; write it as 2026-11.", ExitCode.WrongUsage);
        }

        return new TimeRange(Start(first, zone), Start(first.AddMonths(1), zone));
    }

    private static long Start(DateTime day, TimeZoneInfo zone) => new DateTimeOffset(day, zone.GetUtcOffset(day)).ToUnixTimeMilliseconds();
}
