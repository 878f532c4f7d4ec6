using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Tests.Recordings;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>Recorded exports of softflowd give the records, packets and octets that softflowd says it exported and nfdump read.</summary>
public sealed class RecordedExportTests
{
    public static TheoryData<string> WithExport => RecordedScenario.Having("export");

    [Theory]
    [MemberData(nameof(WithExport))]
    public void Replay_RecordedExport_EqualsNfdump(string name)
    {
        RecordedScenario scenario = RecordedScenario.Open(name);
        var account = new RecordingAccount();
        var collector = new Collector(new CollectorOptions(), account);
        var intake = new ExportIntake(collector, account);
        new ReplayRun([scenario.Capture], _ => intake).Run(CaptureKind.Exports, null, CancellationToken.None);
        Ledger ledger = collector.Total();

        Assert.Equal(
            (Number("export_datagrams"), Number("nfdump_flows"), Number("nfdump_packets"), Number("nfdump_octets")),
            (ledger.Decoded, ledger.Records, (long)account.Packets, (long)account.Octets));
        Assert.Equal((Number("flow_records"), Number("packets_processed")), (ledger.Records, (long)account.Packets));
        Assert.Equal((ledger.Decoded, 0L), (ledger.Datagrams, ledger.DroppedTotal));
        if (!CountsItself(name))
        {
            Assert.Equal(0, ledger.SequenceLost);
        }

        // softflowd gives an IPFIX message the number of records up to its end, options left out, where RFC 7011 3.1 has all those
        // before it: tshark expects other numbers, too.
        static bool CountsItself(string name) => name.EndsWith("-ipfix", StringComparison.Ordinal) || name == "export-fragments";

        long Number(string count) => scenario.Number("export", count);
    }
}
