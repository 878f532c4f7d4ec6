using System.CommandLine;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Reports.Records;

namespace FlowSensor.Commands.Replaying;

/// <summary><c>flowsensor decode</c>: one line for each flow record of a capture of exports.</summary>
internal static class DecodeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "decode",
            "Prints one line for each flow record in a capture of flow exports.",
            ("flowsensor decode exports.pcap", "lines to read"),
            ("flowsensor decode exports.pcap --json | jq 'select(.dst_port == 25)'", "one JSON object a line"),
            ("flowsensor decode exports.pcap --csv > records.csv", "comma separated values with a line of names"));
        Argument<string> file = new("FILE") { Description = "Capture file (pcap, pcapng, also gzip)" };
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        command.Arguments.Add(file);
        command.Options.Add(json);
        command.Options.Add(csv);
        command.Options.Add(config);
        command.SetAction(parsed => Decode(
            CommonOptions.Load(parsed.GetValue(config), byDefault: false), parsed.GetValue(file)!, StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv))));
        return command;
    }

    private static int Decode(SensorOptions options, string file, OutputForm form)
    {
        ReplayRun.Check([file]);
        using StopSignal stop = new();
        using Stream output = Console.OpenStandardOutput();
        using FlowRecordWriter writer = form switch
        {
            OutputForm.Json => new FlowRecordJsonWriter(output),
            OutputForm.Csv => new FlowRecordCsvWriter(output),
            _ => new FlowRecordTextWriter(output),
        };
        RecordLines lines = new(writer);

        // No window closes here, so no record comes too late to be printed.
        Collector collector = new(CollectorOptions.From(options) with { Lateness = TimeSpan.FromDays(36_500) }, lines);
        ExportIntake intake = new(collector, lines);
        ReplayRun run = new([file], _ => intake);
        run.Run(CaptureKind.Exports, progress: null, stop.Token);
        writer.Flush();
        foreach (string warning in run.Input.Warnings)
        {
            Console.Error.WriteLine($"flowsensor: {warning}");
        }

        Ledger ledger = collector.Total();
        if (ledger.DroppedTotal > 0)
        {
            string causes = string.Join(", ", Enum.GetValues<DropCause>().Where(cause => ledger.Dropped(cause) > 0).Select(cause => $"{DropCauseText.Of(cause)} {ledger.Dropped(cause)}"));
            Console.Error.WriteLine($"flowsensor: {ledger.DroppedTotal} of {ledger.Datagrams} datagrams were not decoded whole ({causes}).");
        }

        return ExitCode.Done;
    }
}
