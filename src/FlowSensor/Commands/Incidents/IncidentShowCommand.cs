using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor incidents show ID</c>: one incident with its reasons and evidence.</summary>
internal static class IncidentShowCommand
{
    private const int ShownFlows = 20;
    private const int AllEvidence = 100_000;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "show",
            "Shows one incident: why, since when, how it went on, and the evidence that is kept.",
            ("flowsensor incidents show 20260105T0800-0123456789", "in words"),
            ("flowsensor incidents show 20260105T0800-0123456789 --json", "with all flow records kept"));
        Argument<string> id = new("ID") { Description = "Identifier of the incident" };
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(id);
        foreach (Option option in (IEnumerable<Option>)[json])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(parsed =>
        {
            SensorOptions options = store.Options(parsed);
            using StoreReader reader = StoreReader.Open(store.Path(parsed, options));
            IncidentsQuery query = new(reader);
            string wanted = parsed.GetValue(id)!;
            IncidentReport incident = query.Ask(new IncidentFilter { Id = wanted }) is [IncidentReport found]
                ? found
                : throw new CommandException($"there is no incident '{wanted}'; 'flowsensor incidents' lists them.", ExitCode.Failed);
            if (parsed.GetValue(json))
            {
                JsonOutput.Fill(output => IncidentsDocument.WriteJson(output, incident, query.Changes(wanted), query.Windows(incident, AllEvidence), query.Flows(incident, AllEvidence)));
            }
            else
            {
                Print(query, incident, options.Sensor.TimeZone);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IncidentsQuery query, IncidentReport incident, TimeZoneInfo zone)
    {
        TextWriter output = Console.Out;
        string level = IncidentKinds.NameOf(Incident.LevelOf(incident.Severity));
        output.WriteLine($"{incident.Id}  {incident.Rule}  {incident.Subject} ({incident.Role})");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"severity {incident.Severity} of 100 ({level}), at most {incident.Peak}; {incident.State}"));
        output.WriteLine($"opened {TableOutput.Time(incident.Opened, zone)}, last seen {TableOutput.Time(incident.LastSeen, zone)}"
            + (incident.Closed is DateTimeOffset closed ? $", closed {TableOutput.Time(closed, zone)}" : ""));
        output.WriteLine($"suspicious since {TableOutput.Time(incident.Suspected, zone)}, over the threshold in {TableOutput.Number(incident.Windows)} windows"
            + (incident.Gap > TimeSpan.Zero ? $", {DurationText.Format(incident.Gap)} without data in it" : ""));
        output.WriteLine($"handshake: {incident.Handshake}" + (incident.IsForged ? "; the address is probably forged, so its owner is no culprit" : ""));
        output.WriteLine($"{TableOutput.Number(incident.Flows)} flows, {TableOutput.Number(incident.Packets)} packets, {TableOutput.Octets((ulong)incident.Octets)}");
        string whose = string.Join(", ", new[]
        {
            incident.Institution, incident.Contact, incident.Name, incident.NextHop.IsNone ? "" : $"next hop {incident.NextHop}", incident.Lists.Length > 0 ? $"listed by {incident.Lists}" : "",
        }.Where(static text => text.Length > 0));
        output.WriteLine($"whose: {(whose.Length == 0 ? "not known" : whose)}");
        output.WriteLine();
        foreach (Contribution part in incident.Contributions)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Points,4:+0;-0;0}  {part.Words}"));
        }

        output.WriteLine();
        TableOutput.Write("Changes", ["time", "change", ">sev"], query.Changes(incident.Id).Select(change => (IReadOnlyList<string>)
            [TableOutput.Time(change.Time, zone), change.Change, TableOutput.Plain(change.Severity)]));
        IReadOnlyList<EvidenceFlow> flows = query.Flows(incident, ShownFlows);
        if (flows.Count > 0)
        {
            TableOutput.Write(
                $"Evidence: {TableOutput.Number(incident.EvidenceFlows)} flow records and {TableOutput.Number(incident.EvidenceWindows)} window rows are kept; the first {flows.Count}",
                ["last", "source", "destination", ">proto", ">packets", ">octets"],
                flows.Select(flow => (IReadOnlyList<string>)
                [
                    TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(flow.Last), zone), End(flow.Source.ToString(), flow.SourcePort),
                    End(flow.Destination.ToString(), flow.DestinationPort), TableOutput.Plain(flow.Protocol), TableOutput.Number(flow.Packets), TableOutput.Number(flow.Octets),
                ]));
        }
    }

    private static string End(string address, int port) => string.Create(CultureInfo.InvariantCulture, $"{(address.Contains(':') ? $"[{address}]" : address)}:{port}");
}
