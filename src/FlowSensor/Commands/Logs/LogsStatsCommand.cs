using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Pipeline.Logs;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Logs;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Logs;

/// <summary><c>flowsensor logs stats</c>: the statistics of mail servers from their logs.</summary>
internal static class LogsStatsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "stats",
            "Counts mail and DNS logs: connections, messages, refusals, logins, queries, deliveries and verdicts, by server and day.",
            ("flowsensor logs stats /var/log/mail.log* /var/log/named/queries.log --server 192.0.2.25", "mail and query log of one server"),
            ("flowsensor logs stats mail.log --server 192.0.2.25 --day 2026-01-31", "the picture of a day, ten minutes a line"),
            ("zcat mail.log.*.gz | flowsensor logs stats - --year 2026 --json", "standard input, one JSON document"),
            ("flowsensor logs stats mail.log --server 192.0.2.25 --store ./lab", "keeps the counts, for 'flowsensor mailservers --store ./lab'"));
        LogFileArguments logs = new(command);
        Option<string?> day = new("--day") { Description = "Only this local day, with its picture", HelpName = "DATE" };
        Option<string?> store = new("--store") { Description = "Keep the counts in this folder as well; the same log twice counts twice", HelpName = "DIR" };
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        foreach (Option option in (IEnumerable<Option>)[day, store, json, csv])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            OutputForm form = StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv));
            DateOnly? date = OptionText.Day("--day", parsed.GetValue(day));
            SensorOptions options = logs.Options(parsed);
            LogStatsRun run = new(options, logs.Servers(parsed), date);
            logs.Read(parsed, options, run);
            LogStatsReport report = run.Report();
            if (parsed.GetValue(store) is string folder)
            {
                Keep(options, folder, run);
            }

            Print(report, form, date is not null);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Keep(SensorOptions options, string folder, LogStatsRun run)
    {
        (IReadOnlyList<StoredItem> items, int unnamed) = run.Items();
        options.Store.Path = folder;
        SensorStore store = SensorStore.Open(options.Store);
        foreach (StoredItem item in items)
        {
            store.Add(item);
        }

        store.Dispose();
        if (store is { Lost: > 0, Failure: StoreException failure })
        {
            throw failure;
        }

        if (unnamed > 0)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"flowsensor: counts of {unnamed} mail servers are not stored, since the log names no address of theirs; add --server ADDRESS."));
        }
    }

    private static void Print(LogStatsReport report, OutputForm form, bool isDay)
    {
        AnswerOutput.Print(form, () => JsonOutput.Fill(output => report.WriteJson(output)), LogStatsReport.CsvNames, report.CsvRows, () =>
        {
            Console.Out.WriteLine(report.Summary);
            Console.Out.WriteLine();
            if (isDay)
            {
                report.WriteDays(Console.Out);
                return;
            }

            foreach (ReportTable table in report.Tables())
            {
                TableOutput.Write(table.Title, table.Columns, table.Rows);
            }
        });
    }
}
