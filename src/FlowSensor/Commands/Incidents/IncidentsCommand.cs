using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor incidents</c>: what was abnormal, why, and what was decided about it, from the store.</summary>
internal static class IncidentsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "incidents",
            "Lists incidents: abnormal sources with beginning, end, severity and reasons, from the store.",
            ("flowsensor incidents --open", "what is going on"),
            ("flowsensor incidents --from -1d --kind smtp_sender --json", "the senders of the last day"),
            ("flowsensor incidents show 20260105T0800-0123456789", "one incident with its evidence"),
            ("flowsensor incidents ack 20260105T0800-0123456789 --by ines", "taken note of: nobody else is told"),
            ("flowsensor incidents mute --rule port_scan --network 192.0.2.0/28 --for 30d --by ines", "scanners of one's own"),
            ("flowsensor incidents monthly", "hosts by kind and month"));
        StoreQuestion question = new(command, "seven days before the end", mayAskSensor: true);
        Option<bool> open = new("--open") { Description = "Only those that are open" };
        Option<string?> kind = new("--kind", "-k") { Description = "Only this kind or own rule", HelpName = "NAME" };
        Option<string?> source = new("--source") { Description = "Only this source", HelpName = "ADDRESS" };
        foreach (Option option in (IEnumerable<Option>)[open, kind, source])
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(IncidentShowCommand.Create());
        command.Subcommands.Add(IncidentMonthsCommand.Create());
        foreach (Command decision in IncidentDecisionCommands.Create())
        {
            command.Subcommands.Add(decision);
        }

        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            if (question.Sensor(parsed) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    ((string, string?) from, (string, string?) to) = question.Written(parsed);
                    AskSensor(sensor, form, question.Options(parsed).Sensor.TimeZone,
                        [from, to, ("open", parsed.GetValue(open) ? "true" : null), ("kind", parsed.GetValue(kind)), ("source", parsed.GetValue(source)), ("limit", "0")]);
                }

                return ExitCode.Done;
            }

            string? rule = CheckKind(parsed.GetValue(kind), question.Options(parsed));
            IpAddress? address = parsed.GetValue(source) is string text ? OptionText.Address("--source", text) : null;
            (StoreReader store, TimeRange range, TimeZoneInfo zone) = question.Open(parsed);
            using (store)
            {
                IReadOnlyList<IncidentReport> incidents = new IncidentsQuery(store).Ask(
                    new IncidentFilter { Range = range, OnlyOpen = parsed.GetValue(open), Rule = rule, Source = address });
                Print(incidents, form, zone);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A kind or own rule of the command line.</summary>
    /// <exception cref="CommandException">There is none of that name.</exception>
    public static string? CheckKind(string? name, SensorOptions options)
    {
        string[] known = [.. IncidentKinds.All, .. options.Detection.Rules.Select(static rule => rule.Name)];
        return name is null || known.Contains(name)
            ? name
            : throw new CommandException($"there is no kind or rule '{name}'; there are {string.Join(", ", known)}.", ExitCode.WrongUsage);
    }

    private static void AskSensor(RemoteSensor sensor, OutputForm form, TimeZoneInfo zone, ReadOnlySpan<(string Name, string? Value)> query)
    {
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, "incidents", query);
            return;
        }

        Print(sensor.Ask("incidents", query).Read(IncidentsDocument.Read), form, zone);
    }

    private static void Print(IReadOnlyList<IncidentReport> incidents, OutputForm form, TimeZoneInfo zone)
    {
        AnswerOutput.Print(form, () => JsonOutput.Fill(output => IncidentsDocument.WriteJson(output, incidents)), IncidentsDocument.CsvNames, incidents.Select(IncidentsDocument.CsvRow), () =>
        {
            if (incidents.Count == 0)
            {
                Console.Out.WriteLine("No incidents.");
                return;
            }

            TableOutput.Write(
                string.Create(CultureInfo.InvariantCulture, $"{incidents.Count} incidents, {incidents.Count(static incident => incident.Closed is null)} open"),
                ["id", "kind", "source", "opened", ">sev", "state", "institution"],
                incidents.Select(incident => (IReadOnlyList<string>)
                [
                    incident.Id, incident.Rule, incident.Subject, TableOutput.Time(incident.Opened, zone), TableOutput.Plain(incident.Severity), incident.State, incident.Institution,
                ]));
        });
    }
}
