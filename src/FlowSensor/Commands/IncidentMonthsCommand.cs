using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands;

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
                Print(new IncidentMonthsQuery(store, zone).Ask(range, []), form);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<IncidentMonth> months, OutputForm form)
    {
        string[] kinds = [.. months.SelectMany(static month => month.Hosts.Keys).Distinct().Order(StringComparer.Ordinal)];
        switch (form)
        {
            case OutputForm.Json:
                WriteJson(months);
                break;
            case OutputForm.Csv:
                TableOutput.WriteCsv(["month", "kind", "hosts"], months.SelectMany(month => month.Hosts.OrderBy(static kind => kind.Key, StringComparer.Ordinal)
                    .Append(new("all", month.All)).Append(new("complained", month.Complained)).Append(new("complained_found", month.Found))
                    .Select(kind => (IReadOnlyList<string>)[Name(month), kind.Key, TableOutput.Plain(kind.Value)])));
                break;
            default:
                if (months.Count == 0)
                {
                    Console.Out.WriteLine("No incidents.");
                    break;
                }

                TableOutput.Write(
                    "Hosts by kind and month",
                    ["kind", .. months.Select(static month => $">{Name(month)}")],
                    [
                        .. kinds.Select(kind => (IReadOnlyList<string>)[kind, .. months.Select(month => TableOutput.Plain(month.Hosts.GetValueOrDefault(kind)))]),
                        ["all", .. months.Select(static month => TableOutput.Plain(month.All))],
                        ["complained about", .. months.Select(static month => TableOutput.Plain(month.Complained))],
                        ["of these found", .. months.Select(static month => month.FoundShare is double share ? TableOutput.Percent(share, 1) : "-")],
                    ]);
                break;
        }
    }

    private static string Name(IncidentMonth month) => month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static void WriteJson(IReadOnlyList<IncidentMonth> months)
    {
        using Stream output = Console.OpenStandardOutput();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (IncidentMonth month in months)
            {
                json.WriteStartObject();
                json.WriteString("month", Name(month));
                json.WriteStartObject("hosts");
                foreach ((string kind, int hosts) in month.Hosts.OrderBy(static kind => kind.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(kind, hosts);
                }

                json.WriteEndObject();
                json.WriteNumber("all", month.All);
                json.WriteNumber("complained", month.Complained);
                json.WriteNumber("found", month.Found);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }
}
