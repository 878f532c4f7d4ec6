using System.CommandLine;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor incidents monthly</c>: hosts by kind and month.</summary>
internal static class IncidentMonthsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "monthly",
            "Shows how many hosts were found by kind and month, and the share of complained-about hosts among them.",
            ("flowsensor incidents monthly", "every month that is stored"),
            ("flowsensor incidents monthly --from 2026-01-01 --csv", "for a spreadsheet"));
        StoreQuestion question = new(command, "the first incident");
        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            (StoreReader store, TimeRange range, TimeZoneInfo zone) = question.Open(parsed);
            using (store)
            {
                Print(new IncidentMonthsQuery(store, zone).Ask(range, [.. new ComplaintsQuery(store).Received(default)]), form);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<IncidentMonth> months, OutputForm form)
    {
        string[] kinds = [.. months.SelectMany(static month => month.Hosts.Keys).Distinct().Order(StringComparer.Ordinal)];
        AnswerOutput.Print(form, () => JsonOutput.Fill(output => IncidentMonthsDocument.WriteJson(output, months)), ReportColumns.Months, IncidentMonthsDocument.CsvRows(months), () =>
        {
            if (months.Count == 0)
            {
                Console.Out.WriteLine("No incidents.");
                return;
            }

            TableOutput.Write(
                "Hosts by kind and month",
                ["kind", .. months.Select(static month => $">{IncidentMonthsDocument.NameOf(month)}")],
                [
                    .. kinds.Select(kind => (IReadOnlyList<string>)[kind, .. months.Select(month => TableOutput.Plain(month.Hosts.GetValueOrDefault(kind)))]),
                    ["all", .. months.Select(static month => TableOutput.Plain(month.All))],
                    ["complained about", .. months.Select(static month => TableOutput.Plain(month.Complained))],
                    ["of these found", .. months.Select(static month => month.FoundShare is double share ? TableOutput.Percent(share, 1) : "-")],
                ]);
        });
    }
}
