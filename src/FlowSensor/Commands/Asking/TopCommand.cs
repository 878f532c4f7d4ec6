using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Commands.Asking;

/// <summary><c>flowsensor top</c>: the sources with most flows, from the store.</summary>
internal static class TopCommand
{
    private const int DefaultCount = 20;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "top",
            "Shows the sources, next hops or institutions with most flows, from the store.",
            ("flowsensor top --service smtp", "mail senders of the last day of data"),
            ("flowsensor top --service dns --direction request --from -1h", "who asked most names in the last hour"),
            ("flowsensor top --by institution --service all", "whose traffic it was; what is unknown is a row of its own"),
            ("flowsensor top --service smtp --store clickhouse://reader@db.example.org:8123/flowsensor", "of all sensors that write to one ClickHouse database"),
            ("flowsensor top --service smtp --url http://127.0.0.1:8080", "of a running sensor"),
            ("flowsensor top --from 2026-01-31 --to 2026-02-01 --top 0 --csv", "every source that was kept of one day"));
        Option<string?> service = CommonOptions.Service();
        Option<string?> direction = CommonOptions.Direction();
        Option<string> by = new("--by") { Description = "What is listed; next hops and institutions need routers or contacts in the configuration", DefaultValueFactory = static _ => "source" };
        by.AcceptOnlyFromAmong("source", "next-hop", "institution");
        Option<int> top = Count();
        command.Options.Add(by);
        command.Options.Add(service);
        command.Options.Add(direction);
        command.Options.Add(top);
        StoreQuestion question = new(command, mayAskSensor: true, mayAskDatabase: true);
        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            if (question.Sensor(parsed) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    ((string, string?) from, (string, string?) to) = question.Written(parsed);
                    AskSensor(sensor, form, question.Options(parsed).Sensor.TimeZone, parsed.GetValue(by)!,
                    [
                        from, to, ("service", parsed.GetValue(service)), ("direction", parsed.GetValue(direction)), ("by", parsed.GetValue(by)),
                        ("top", parsed.GetValue(top).ToString(CultureInfo.InvariantCulture)),
                    ]);
                }

                return ExitCode.Done;
            }

            (ITrafficQueries queries, TimeRange range, TimeZoneInfo zone) = question.OpenTraffic(parsed);
            using (queries)
            {
                if (parsed.GetValue(by) is "next-hop" or "institution")
                {
                    GroupSubject subject = parsed.GetValue(by) == "institution" ? GroupSubject.Institution : GroupSubject.NextHop;
                    PrintGroups(queries.TopGroups(range, subject, parsed.GetValue(service), parsed.GetValue(direction), parsed.GetValue(top)), form, zone);
                    return ExitCode.Done;
                }

                StoreAnswer<SourceReport> answer = queries.TopSources(range, parsed.GetValue(service), parsed.GetValue(direction), parsed.GetValue(top));
                Print(answer, form, zone);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void AskSensor(RemoteSensor sensor, OutputForm form, TimeZoneInfo zone, string by, ReadOnlySpan<(string Name, string? Value)> query)
    {
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, "top", query);
        }
        else if (by == "source")
        {
            Print(sensor.Ask("top", query).Rows(ReportJsonContext.Default.IReadOnlyListSourceReport), form, zone);
        }
        else
        {
            PrintGroups(sensor.Ask("top", query).Rows(ReportJsonContext.Default.IReadOnlyListGroupReport), form, zone);
        }
    }

    /// <summary>The option <c>--top</c>.</summary>
    public static Option<int> Count()
    {
        Option<int> option = new("--top", "-n") { Description = "How many sources of each service and direction; 0 for all", DefaultValueFactory = static _ => DefaultCount, HelpName = "N" };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: string text }] && (!int.TryParse(text, out int count) || count < 0))
            {
                result.AddError($"--top '{text}' is not a whole number from 0 on");
            }
        });
        return option;
    }

    private static void Print(StoreAnswer<SourceReport> answer, OutputForm form, TimeZoneInfo zone)
    {
        AnswerOutput.Print(form, answer.Rows, ReportJsonContext.Default.IReadOnlyListSourceReport, ReportColumns.Sources, ReportColumns.Of, () =>
        {
            if (answer.Rows.Count == 0)
            {
                Console.Out.WriteLine($"No sources are stored from {TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}.");
                return;
            }

            ReportTables.WriteSources(answer.Rows, $"{TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}");
        });
    }

    private static void PrintGroups(StoreAnswer<GroupReport> answer, OutputForm form, TimeZoneInfo zone)
    {
        string time = $"{TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}";
        AnswerOutput.Print(form, answer.Rows, ReportJsonContext.Default.IReadOnlyListGroupReport, ReportColumns.Groups, ReportColumns.Of, () =>
        {
            if (answer.Rows.Count == 0)
            {
                Console.Out.WriteLine($"No groups are stored from {time}; they are kept where routers or contacts are configured.");
                return;
            }

            ReportTables.WriteGroups(answer.Rows, time);
        });
    }
}
