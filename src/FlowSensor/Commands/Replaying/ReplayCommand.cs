using System.CommandLine;
using System.Diagnostics.Metrics;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Output.ClickHouse;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Replays;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;
using FlowSensor.Hosting;

namespace FlowSensor.Commands.Replaying;

/// <summary><c>flowsensor replay</c>: the whole pipeline over capture files.</summary>
internal static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "replay",
            "Accounts for capture files (pcap, pcapng, also gzip) as the sensor would, and prints the result.",
            ("flowsensor replay exports.pcap", "tables of exporters, services, top sources and distributions"),
            ("flowsensor replay exports.pcap --service smtp --top 50", "only mail traffic, more sources"),
            ("flowsensor replay monday.pcap tuesday.pcap.gz --json", "one JSON document"),
            ("flowsensor replay exports.pcap --store ./lab", "keeps the result, for 'flowsensor top' and 'flowsensor incidents' with --store ./lab"));
        Argument<string[]> files = new("FILE") { Description = "Capture files, in the order to read them", Arity = ArgumentArity.OneOrMore };
        Option<string> kind = new("--as") { Description = "What the files hold: flow exports or ordinary packets", DefaultValueFactory = static _ => "auto" };
        kind.AcceptOnlyFromAmong("auto", "exports", "packets");
        Option<string[]> services = new("--service", "-s") { Description = "List only this service; may be repeated", HelpName = "NAME" };
        Option<int> top = TopCommand.Count();
        Option<string?> store = new("--store") { Description = "Keep the result in this folder as well", HelpName = "DIR" };
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(files);
        foreach (Option option in (IEnumerable<Option>)[kind, services, top, store, config, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: false);
            CaptureKind captureKind = Enum.Parse<CaptureKind>(parsed.GetValue(kind)!, ignoreCase: true);
            string[] listed = parsed.GetValue(services) ?? [];
            CheckServices(listed, options);
            ReplayReportBuilder builder = new(parsed.GetValue(top), listed);
            string[] paths = parsed.GetValue(files)!;
            ReplayRun.Check(paths);
            (ReplayReport report, InspectionReport? inspection) = Replay(options, paths, captureKind, parsed.GetValue(store), builder);
            Print(report, inspection, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void CheckServices(string[] names, SensorOptions options)
    {
        if (names.Length == 0)
        {
            return;
        }

        HashSet<string> known = [.. new TrafficAccounting(options.Traffic, sink: null).ServiceDirections.Select(static direction => direction.Service)];
        if (names.FirstOrDefault(name => !known.Contains(name)) is string unknown)
        {
            throw new CommandException($"there is no service '{unknown}'; there are {string.Join(", ", known)}.", ExitCode.WrongUsage);
        }
    }

    private static (ReplayReport Report, InspectionReport? Inspection) Replay(
        SensorOptions options, string[] files, CaptureKind kind, string? store, ReplayReportBuilder builder)
    {
        TimeProvider clock = TimeProvider.System;
        long begun = clock.GetTimestamp();
        RouterTables routes = RoutesReading.KnownAsync(options.Snmp, options.Store.Path, CancellationToken.None).GetAwaiter().GetResult();
        ContactDirectory institutions = CommonOptions.LoadInstitutions(options);
        GroupTotals? groups = GroupTotals.For(institutions, routes);
        options.Store.Path = store ?? options.Store.Path;
        using SensorStore? sensorStore = store is null ? null : SensorStore.Open(options.Store);
        using StopSignal stop = new();
        Action<StoredItem>? storeItem = sensorStore is null ? null : sensorStore.Add;

        // A third of the time a replay takes to start goes into these services, and only outputs ask for them.
        using ServiceProvider? services = SensorOutputs.AreConfigured(options) ? OutputServices() : null;
        using ResultOutputs outputs = services is null ? new ResultOutputs([], storeItem) : SensorOutputs.Open(
            options, storeItem, isReplay: true, clock, services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<ILoggerFactory>(), stop.Token);

        // A replay begins without a past of its own, so that the same captures give the same incidents whatever the store holds.
        ContactResolver resolver = new(institutions, routes, [], null, options.Contacts.CacheTime);
        DetectionPart? detection = outputs.Add is null || !options.Detection.Enabled ? null : new DetectionPart(
            options, outputs.Add, groups, address => resolver.ResolveLocally(address, default, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        using SensorSession session = new(options, outputs.Add, groups, static () => 0, outputs.Observer, isReplay: true, detection);
        bool exports = false;
        ReplayRun run = new(files, kindOfFile =>
        {
            exports |= kindOfFile == CaptureKind.Exports;
            return session.Pipeline.IntakeFor(kindOfFile);
        });
        using (ReplayProgressBar? bar = Console.IsErrorRedirected ? null : new ReplayProgressBar(clock))
        {
            run.Run(kind, bar, stop.Token);
        }

        session.Complete();
        foreach (string warning in run.Input.Warnings)
        {
            Console.Error.WriteLine($"flowsensor: {warning}");
        }

        if (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("flowsensor: stopped before the end; the result covers what was read.");
        }

        PacketIntake? packets = session.Pipeline.Packets;
        TrafficSummary summary = session.Pipeline.Accounting.Summary!;
        ReplayReport report = builder.Build(
            run.Input, exports ? session.Pipeline.Collector : null, packets, summary, groups?.Of(summary), clock.GetElapsedTime(begun));
        Flush(outputs, stop.Token);
        sensorStore?.Dispose();
        return sensorStore is { Lost: > 0, Failure: StoreException failure } ? throw failure : (report, packets is null ? null : new InspectionReport(packets));
    }

    private static ServiceProvider OutputServices() =>
        new ServiceCollection().AddMetrics().AddLogging(static logging => logging.AddPlainConsole()).BuildServiceProvider();

    private static void Flush(ResultOutputs outputs, CancellationToken stop)
    {
        if (!outputs.Flush(stop))
        {
            string waiting = string.Join(", ", outputs.States.Where(static output => output.Waiting > 0)
                .Select(static output => $"{output.Output} lacks {TableOutput.Number(output.Waiting)} items{(output.LastTrouble.Length > 0 ? $" ({output.LastTrouble})" : "")}"));
            bool isSpooled = outputs.States.Any(static output => output is { Output: ClickHouseOutput.Name, Waiting: > 0 });
            string advice = isSpooled
                ? "what clickhouse lacks stays in its spool and goes out with the next run, so do not replay it again"
                : "replay again when they can be reached, nothing counts twice";
            throw new CommandException($"stopped before the outputs had everything: {waiting}; {advice}.", ExitCode.Failed);
        }

        foreach (OutputState output in outputs.States.Where(static output => output.Rejected + output.Dropped > 0))
        {
            Console.Error.WriteLine($"flowsensor: output {output.Output} refused {TableOutput.Number(output.Rejected)} items and {TableOutput.Number(output.Dropped)} were dropped: {output.LastTrouble}");
        }
    }

    private static void Print(ReplayReport report, InspectionReport? inspection, bool json)
    {
        if (json)
        {
            JsonOutput.Fill(output => ReportWriter.WriteReplay(output, report, inspection));
            return;
        }

        InputReport input = report.Input;
        Console.Out.WriteLine($"Read {TableOutput.Number(input.Packets)} packets of {input.Files} {(input.Files == 1 ? "file" : "files")}"
            + (input is { First: DateTimeOffset first, Last: DateTimeOffset last } ? $", {TableOutput.Time(first, TimeZoneInfo.Utc)} to {TableOutput.Time(last, TimeZoneInfo.Utc)}." : "."));
        if (report.Ledger is LedgerReport ledger)
        {
            Console.Out.WriteLine($"{TableOutput.Number(ledger.Datagrams)} datagrams: {TableOutput.Number(ledger.Decoded)} decoded, dropped: {Causes(ledger.Dropped)}; "
                + $"{TableOutput.Number(ledger.Records)} records, sequence lost {TableOutput.Number(ledger.SequenceLost)}"
                + (ledger.Duplicates is long duplicates ? $", not counted twice {TableOutput.Number(duplicates)}." : "."));
        }

        if (report.Packets is PacketLedgerReport packets)
        {
            Console.Out.WriteLine($"{TableOutput.Number(packets.Packets)} packets: {TableOutput.Number(packets.Metered)} metered, dropped: {Causes(packets.Dropped)}; "
                + $"{TableOutput.Number(packets.Inspected)} inspected, {TableOutput.Number(packets.Fragments)} fragments.");
        }

        Console.Out.WriteLine($"{TableOutput.Number(report.Totals.Flows)} flows, {TableOutput.Number(report.Totals.Packets)} packets, {TableOutput.Octets(report.Totals.Octets)} "
            + $"(estimated {TableOutput.Octets(report.Totals.EstimatedOctets)}) of {TableOutput.Number(report.Totals.Sources)} sources.");
        Console.Out.WriteLine();
        if (report.Exporters is { Count: > 0 } exporters)
        {
            ReportTables.WriteExporters(exporters, "");
        }

        foreach (ReportTable table in inspection?.Tables() ?? [])
        {
            TableOutput.Write(table.Title, table.Columns, table.Rows);
        }

        ReportTables.WriteServices(report.Services);
        ReportTables.WriteSources(report.Sources, "");
        ReportTables.WriteGroups(report.Groups ?? [], "");
        ReportTables.WriteBuckets(BucketRatios.AddTo(report.Buckets), "");
    }

    private static string Causes(IReadOnlyDictionary<string, long> dropped)
    {
        string causes = string.Join(", ", dropped.Where(static drop => drop.Value > 0).Select(static drop => $"{drop.Key} {TableOutput.Number(drop.Value)}"));
        return causes.Length == 0 ? "none" : causes;
    }
}
