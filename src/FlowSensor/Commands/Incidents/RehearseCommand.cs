using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Commands.Replaying;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Rehearsal;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor rehearse</c>: what other rules would have said of stored history or of captures.</summary>
internal static class RehearseCommand
{
    private const int Listed = 40;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "rehearse",
            "Puts stored history or captures before other rules and shows what would have fired beside what does.",
            ("flowsensor rehearse --rules new.yaml --from -7d", "the last week by the rules of new.yaml"),
            ("flowsensor rehearse --rules new.yaml --captures monday.pcap tuesday.pcap.gz", "captures, with everything that packets tell"),
            ("flowsensor rehearse --rules new.yaml --from -30d --json", "one JSON document"));
        Option<string?> from = CommonOptions.From("as far back as there are windows");
        Option<string?> to = CommonOptions.To();
        Option<string> rules = new("--rules") { Description = "Configuration file (YAML) whose section detection is tried", HelpName = "FILE", Required = true };
        Option<string[]> captures = new("--captures")
        {
            Description = "Captures instead of the store",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> json = CommonOptions.Json();
        foreach (Option option in (IEnumerable<Option>)[rules, from, to, captures, json])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(parsed =>
        {
            SensorOptions options = store.Options(parsed);
            DetectionSectionOptions other = CommonOptions.Load(parsed.GetValue(rules), byDefault: false).Detection;
            string[] files = parsed.GetValue(captures) ?? [];
            using StopSignal stop = new();
            RehearsalReport report;
            if (files.Length > 0)
            {
                if (parsed.GetValue(from) is not null || parsed.GetValue(to) is not null)
                {
                    throw new CommandException("--from and --to are for the store; captures are rehearsed whole. Leave them out.", ExitCode.WrongUsage);
                }

                ReplayRun.Check(files);
                using ReplayProgressBar? bar = Console.IsErrorRedirected ? null : new ReplayProgressBar(TimeProvider.System);
                report = new CaptureRehearsal(options, other).Run(files, bar, stop.Token);
            }
            else
            {
                TimeZoneInfo zone = options.Sensor.TimeZone;
                TimeRange range = new(
                    OptionText.Time("--from", parsed.GetValue(from), zone), OptionText.Time("--to", parsed.GetValue(to), zone));
                if (range.From >= range.To)
                {
                    throw new CommandException("--from is not before --to, so there is nothing between them; exchange them.", ExitCode.WrongUsage);
                }

                using StoreReader reader = StoreReader.Open(store.Path(parsed, options));
                report = new StoreRehearsal(options, other, reader).Run(range, stop.Token);
            }

            if (stop.Token.IsCancellationRequested)
            {
                Console.Error.WriteLine("flowsensor: stopped before the end; the result covers what was read.");
            }

            Print(report, options.Sensor.TimeZone, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RehearsalReport report, TimeZoneInfo zone, bool json)
    {
        if (json)
        {
            JsonOutput.Fill(output => RehearsalDocument.WriteJson(output, report));
            return;
        }

        if (report.Windows == 0)
        {
            Console.Out.WriteLine("There are no windows to rehearse.");
            return;
        }

        string time = $"{TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(report.From), zone)} to {TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(report.To), zone)}";
        Console.Out.WriteLine($"{TableOutput.Number(report.Windows)} windows, {time}.");
        string[] stored = report.IsStored ? [">Stored"] : [];
        TableOutput.Write(
            "Incidents by rule",
            ["Rule", .. stored, ">Now", ">Then", ">Same sources"],
            report.Rules.Select(rule => (IReadOnlyList<string>)
            [
                rule.Rule, .. report.IsStored ? [TableOutput.Number(rule.Stored ?? 0)] : Array.Empty<string>(),
                TableOutput.Number(rule.Before), TableOutput.Number(rule.After), TableOutput.Number(rule.Both),
            ]));
        List<RehearsedIncident> changed = [.. report.Incidents.Where(static incident => incident.Before != incident.After)];
        if (changed.Count > 0)
        {
            TableOutput.Write(
                changed.Count > Listed ? $"What differs, the first {Listed} of {TableOutput.Number(changed.Count)}" : "What differs",
                ["Fires", "Rule", "Source", "Opened", ">Severity"],
                changed.Take(Listed).Select(incident => (IReadOnlyList<string>)
                [
                    incident.After ? "only then" : "only now", incident.Incident.Rule, RehearsalDocument.Subject(incident.Incident),
                    TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(incident.Incident.Opened), zone), TableOutput.Number(incident.Incident.Peak),
                ]));
        }

        if (report.IsStored)
        {
            Console.Out.WriteLine($"Rows of windows do not say: {string.Join(", ", StoreRehearsal.NotAsked)}. Rehearse captures for those.");
        }
    }
}
