using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Tests.Recordings;
using FlowSensor.Protocols.Addressing;

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
        Assert.Equal(0, ledger.SequenceLost);

        long Number(string count) => scenario.Number("export", count);
    }

    [Theory]
    [InlineData("mail-ordinary-ipfix")]
    [InlineData("flood-ipfix")]
    public void Receive_IpfixOfSoftflowdWithoutSomeMessages_TheirRecordsAreLost(string name)
    {
        var account = new RecordingAccount();
        var whole = new Collector(new CollectorOptions(), account);
        var collector = new Collector(new CollectorOptions(), account);
        long omitted = 0;
        int at = 0;
        foreach ((byte[] payload, IpAddress source, long arrival) in ExportDatagrams.Read(RecordedScenario.Open(name).Capture))
        {
            long before = whole.Total().Records;
            whole.Receive(payload, source, arrival);
            if (++at is 9 or 20 or 21 or 40)
            {
                omitted += whole.Total().Records - before;
            }
            else
            {
                collector.Receive(payload, source, arrival);
            }
        }

        Assert.True(omitted > 0);
        Assert.Equal((0L, omitted), (whole.Total().SequenceLost, collector.Total().SequenceLost));
    }
}
