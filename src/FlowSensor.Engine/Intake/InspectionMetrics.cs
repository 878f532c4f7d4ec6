using System.Diagnostics.Metrics;

namespace FlowSensor.Engine.Intake;

/// <summary>Instruments of the inspection of packets. One thread.</summary>
public sealed class InspectionMetrics
{
    private readonly Counter<long> _packets;
    private readonly Counter<long> _degraded;
    private long _givenPackets;
    private long _givenClients;
    private long _givenHandshakes;

    /// <summary>Makes the instruments.</summary>
    public InspectionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create("FlowSensor.Inspection");
        _packets = meter.CreateCounter<long>("flowsensor.inspection.packets", "{packet}", "Packets inspected for DNS and mail.");
        _degraded = meter.CreateCounter<long>(
            "flowsensor.inspection.degraded", "{event}", "Inspected, but not kept where it belongs: DNS messages by dns_clients_full, connection attempts by handshakes_pushed_out.");
    }

    /// <summary>Tells that an inspection begins whose counts start at nothing.</summary>
    public void Begin() => (_givenPackets, _givenClients, _givenHandshakes) = (0, 0, 0);

    /// <summary>Adds what happened since the last time.</summary>
    public void Report(PacketIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        (long packets, long clients, long handshakes) = (intake.Inspector.Inspected, intake.Inspector.Dns.ClientsFull, intake.Inspector.HandshakesPushedOut);
        _packets.Add(packets - _givenPackets);
        _degraded.Add(clients - _givenClients, new KeyValuePair<string, object?>("cause", "dns_clients_full"));
        _degraded.Add(handshakes - _givenHandshakes, new KeyValuePair<string, object?>("cause", "handshakes_pushed_out"));
        (_givenPackets, _givenClients, _givenHandshakes) = (packets, clients, handshakes);
    }
}
