using System.Diagnostics.Metrics;
using System.Text.Json;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using Microsoft.Extensions.DependencyInjection;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>What finds no room in the tables of the inspection is told wherever its like is.</summary>
public sealed class InspectionMetricsTests : IDisposable
{
    private const long Time = 1_700_000_000_000;
    private const int Overheard = 7;
    private const byte Push = 0x08, Acknowledgment = 0x10;
    private static readonly InspectionOptions Limits = new();
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");
    private static readonly byte[] Query = Convert.FromHexString("123401000001000000000000076578616d706c65036f726700000f0001");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counted = new(StringComparer.Ordinal);
    private readonly PacketIntake _intake = new(new SensorOptions(), new NoAccount());

    public InspectionMetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Meter.Name == "FlowSensor.Inspection")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            string name = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            _counted[name] = _counted.GetValueOrDefault(name) + count;
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Report_TablesThatAreFull_EveryAccountSaysSo()
    {
        InspectionMetrics metrics = new(_services.GetRequiredService<IMeterFactory>());
        metrics.Report(_intake);
        for (int client = 0; client < Limits.MaxDnsClients + 5; client++)
        {
            Send(client, 17, 53, 0, Query);
        }

        metrics.Report(_intake);
        int attempts = 2 * Limits.MaxHandshakes;
        for (int client = 0; client < attempts; client++)
        {
            Send(client, 6, 25, TcpSegment.Syn, []);
        }

        metrics.Report(_intake);
        for (int client = 0; client < Limits.MaxSessions + Overheard; client++)
        {
            // Words of a session whose beginning was not seen, which make it one, and its client one that is counted.
            Send(client, 6, 25, Push | Acknowledgment, "MAIL FROM:<a@example.com>\r\n"u8.ToArray());
        }

        metrics.Report(_intake);

        long forgotten = _intake.Inspector.HandshakesPushedOut;
        Assert.InRange(_intake.Inspector.Smtp.HostsFull, Overheard, 2 * Overheard);
        Assert.InRange(forgotten, attempts - Limits.MaxHandshakes, attempts);
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["flowsensor.inspection.packets"] = Limits.MaxDnsClients + 5 + attempts + Limits.MaxSessions + Overheard,
                ["flowsensor.inspection.degraded dns_clients_full"] = 5,
                ["flowsensor.inspection.degraded smtp_hosts_full"] = _intake.Inspector.Smtp.HostsFull,
                ["flowsensor.inspection.degraded sessions_evicted"] = Overheard,
                ["flowsensor.inspection.degraded handshakes_pushed_out"] = forgotten,
            },
            _counted);
        Assert.Equal(forgotten, PacketLedgerReport.Of(_intake).HandshakesPushedOut);
        Assert.Equal(5, Dns().GetProperty("clients_full").GetInt64());
    }

    [Fact]
    public void Advance_TablesThatAreFull_IsInTheStoredCounts()
    {
        for (int client = 0; client < Limits.MaxDnsClients + 5; client++)
        {
            Send(client, 17, 53, 0, Query);
        }

        for (int client = 0; client < 2 * Limits.MaxHandshakes; client++)
        {
            Send(client, 6, 25, TcpSegment.Syn, []);
        }

        List<StoredItem> stored = [];
        _intake.Take(new CapturedPacket([0], Time * 1_000_000, 1, LinkType.Raw, 0));
        InspectionRecorder recorder = new(60_000, stored.Add);
        recorder.Advance(_intake, Time + 1_000);
        recorder.Advance(_intake, long.MaxValue);

        StoredInspection counts = Assert.IsType<StoredInspection>(Assert.Single(stored));
        Assert.Equal(5, counts.Dns["clients_full"]);
        Assert.Equal(_intake.Inspector.HandshakesPushedOut, counts.Packets["handshakes_pushed_out"]);
    }

    private void Send(int client, byte protocol, ushort port, byte flags, byte[] payload) => _intake.Inspector.Add(
        new PacketHeaders
        {
            Source = IpAddress.FromIPv4(0xC612_0000 + (uint)client),
            Destination = Server,
            SourcePort = 4000,
            DestinationPort = port,
            Protocol = protocol,
            IpLength = 40 + payload.Length,
            PayloadOffset = 40,
            TcpFlags = flags,
            TcpSequence = (uint)client,
        },
        payload,
        Time);

    private JsonElement Dns()
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            InspectionJson.WriteDns(json, _intake.Inspector.Dns);
            json.WriteEndObject();
        }

        return JsonElement.Parse(output.ToArray()).GetProperty("dns");
    }

    private sealed class NoAccount : IFlowAccount
    {
        public void Add(ref FlowRecord record, long eventTime)
        {
        }

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }
    }
}
