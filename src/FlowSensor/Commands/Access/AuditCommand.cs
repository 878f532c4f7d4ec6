using System.CommandLine;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary><c>flowsensor audit</c>: who did what.</summary>
internal static class AuditCommand
{
    private const int MostShown = 100_000;
    private static readonly CsvColumns Columns = CsvColumns.Of(ApiJson.Default.AuditRow);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "audit",
            "Shows who did what on the dashboard, in the API and with commands about users and tokens, the newest first.",
            ("flowsensor audit --from -7d", "of the last week"),
            ("flowsensor audit --action access. --json", "log-ins and log-outs, for programs"),
            ("flowsensor audit --actor ines --count 20", "what ines did last"));
        Option<string?> from = CommonOptions.From("as far back as it goes");
        Option<string?> to = new("--to") { Description = "End, exclusive, written as for --from (default: now)", HelpName = "TIME" };
        Option<string?> actor = new("--actor") { Description = "Only what this user did, or 'token NAME'", HelpName = "NAME" };
        Option<string?> action = new("--action") { Description = "Only this action, or all that begin so where it ends in a dot", HelpName = "NAME" };
        Option<int> count = new("--count", "-n") { Description = "At most so many", DefaultValueFactory = static _ => 100, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        foreach (Option option in (IEnumerable<Option>)[from, to, actor, action, count, json, csv])
        {
            command.Options.Add(option);
        }

        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            int wanted = parsed.GetValue(count);
            if (wanted is < 1 or > MostShown)
            {
                throw new CommandException($"--count must be from 1 to {MostShown}.", ExitCode.WrongUsage);
            }

            string? start = parsed.GetValue(from);
            string? end = parsed.GetValue(to);
            bool isTable = !parsed.GetValue(json) && !parsed.GetValue(csv);
            TimeZoneInfo zone = isTable || start is not null || end is not null ? question.Options(parsed).Sensor.TimeZone : TimeZoneInfo.Utc;
            AuditFilter filter = new()
            {
                Range = new TimeRange(OptionText.Time("--from", start, zone), OptionText.Time("--to", end, zone)),
                Actor = parsed.GetValue(actor),
                Action = parsed.GetValue(action),
                Count = wanted,
            };
            using AccessStore store = question.OpenToAsk(parsed);
            IReadOnlyList<AuditRow> rows = [.. new AuditBook(store).Ask(filter).Select(AuditRow.Of)];
            AnswerOutput.Print(
                StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv)),
                rows,
                ApiJson.Default.IReadOnlyListAuditRow,
                Columns.Names,
                Columns.Row,
                () => TableOutput.Write(
                    "Audit log",
                    [.. Columns.Names.Skip(1)],
                    rows.Select(row => (IReadOnlyList<string>)[TableOutput.Time(row.Time, zone), .. Columns.Row(row).Skip(2)])));
            return ExitCode.Done;
        });
        return command;
    }
}
