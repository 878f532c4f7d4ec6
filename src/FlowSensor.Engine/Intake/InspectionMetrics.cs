using System.Diagnostics.Metrics;
using FlowSensor.Engine.Inspection;

namespace FlowSensor.Engine.Intake;

/// <summary>Instruments of the inspection of packets. One thread.</summary>
public sealed class InspectionMetrics
{
    // What found no room, by cause.
    private static readonly (string Cause, Func<PacketInspector, long> Of)[] Causes =
    [
        ("dns_clients_full", static inspector => inspector.Dns.ClientsFull),
        ("smtp_hosts_full", static inspector => inspector.Smtp.HostsFull),
        ("handshakes_pushed_out", static inspector => inspector.HandshakesPushedOut),
        ("sessions_evicted", static inspector => inspector.Reassembly.Evicted),
    ];

    private readonly Counter<long> _packets;
    private readonly Counter<long> _degraded;
    private readonly long[] _given = new long[Causes.Length];
    private long _givenPackets;

    /// <summary>Makes the instruments.</summary>
    public InspectionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Inspection");
        _packets = meter.CreateCounter<long>("flowsensor.inspection.packets", "{packet}", "Packets inspected for DNS and mail.");
        _degraded = meter.CreateCounter<long>(
            "flowsensor.inspection.degraded",
            "{event}",
            "Inspected, but not kept where it belongs, because a table was full: DNS messages by client, SMTP events by host, connection attempts, sessions.");
    }

    /// <summary>Tells that an inspection begins whose counts start at nothing.</summary>
    public void Begin()
    {
        Array.Clear(_given);
        _givenPackets = 0;
    }

    /// <summary>Adds what happened since the last time.</summary>
    public void Report(PacketIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        PacketInspector inspector = intake.Inspector;
        _packets.Add(inspector.Inspected - _givenPackets);
        _givenPackets = inspector.Inspected;
        for (int i = 0; i < Causes.Length; i++)
        {
            long count = Causes[i].Of(inspector);
            _degraded.Add(count - _given[i], new KeyValuePair<string, object?>("cause", Causes[i].Cause));
            _given[i] = count;
        }
    }
}
