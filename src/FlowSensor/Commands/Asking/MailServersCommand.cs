using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Mail;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Asking;

/// <summary><c>flowsensor mailservers</c>: mail servers by day, their efficiency and DNS load, and what that means, from the store.</summary>
internal static class MailServersCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "mailservers",
            "Shows mail servers by day: connections, messages, DNS queries, refusals, and whether the day was normal, from the store.",
            ("flowsensor mailservers", "the last seven days of data"),
            ("flowsensor mailservers --day 2026-01-31", "the picture of a day, ten minutes a line"),
            ("flowsensor mailservers --day 2026-01-31 --server 192.0.2.25 --json", "its samples and top clients"));
        StoreQuestion question = new(command, "seven days before the end", mayAskSensor: true);
        Option<string?> day = new("--day") { Description = "The picture of one local day instead of the table", HelpName = "DATE" };
        Option<string?> server = new("--server") { Description = "Only this server; with --day", HelpName = "ADDRESS" };
        command.Options.Add(day);
        command.Options.Add(server);
        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            DateOnly? date = OptionText.Day("--day", parsed.GetValue(day));
            IpAddress? address = ReadServer(parsed.GetValue(server), date);
            if (question.Sensor(parsed) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    ((string, string?) from, (string, string?) to) = question.Written(parsed);
                    AskSensor(sensor, form, date is not null, date is null ? [from, to] : [("day", parsed.GetValue(day)), ("server", parsed.GetValue(server))]);
                }

                return ExitCode.Done;
            }

            (StoreReader store, TimeRange range, _) = question.Open(parsed);
            using (store)
            {
                MailServersQuery query = new(store, question.Options(parsed));
                Print(date is DateOnly asked ? query.Ask(asked, address) : query.Ask(range), form, date is not null);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void AskSensor(RemoteSensor sensor, OutputForm form, bool isDay, ReadOnlySpan<(string Name, string? Value)> query)
    {
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, "mailservers", query);
            return;
        }

        RemoteAnswer answer = sensor.Ask("mailservers", query);
        DateOnly first = DateOnly.FromDateTime(answer.From.UtcDateTime);
        DateOnly last = DateOnly.FromDateTime(answer.To.UtcDateTime);
        Print(answer.Read(document => MailServersReport.Read(document, first, last)), form, isDay);
    }

    private static IpAddress? ReadServer(string? text, DateOnly? day)
    {
        if (text is null)
        {
            return null;
        }

        if (day is null)
        {
            throw new CommandException("--server goes with --day; add the day.", ExitCode.WrongUsage);
        }

        return OptionText.Address("--server", text);
    }

    private static void Print(MailServersReport report, OutputForm form, bool isDay)
    {
        AnswerOutput.Print(form, () => JsonOutput.Fill(output => report.WriteJson(output, isDay)), MailServersReport.CsvNames, report.CsvRows, () =>
        {
            if (report.Count == 0)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"No mail servers are stored from {report.First:yyyy-MM-dd} to {report.Last:yyyy-MM-dd}."));
            }
            else if (isDay)
            {
                report.WriteDays(Console.Out);
            }
            else
            {
                ReportTable table = report.Table();
                TableOutput.Write(table.Title, table.Columns, table.Rows);
            }
        });
    }
}
