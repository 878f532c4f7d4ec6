using System.Globalization;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>
/// Makes flows of stored rows again: as many as there were, with as many destinations, adding up to the same packets and octets. Destinations
/// are numbers, the same for the same source in every window: so a day has at most as many as its busiest window.
/// </summary>
internal sealed class RowFlows
{
    private const byte Icmp = 1, Tcp = 6, Udp = 17, Complete = 0x1B, Syn = 0x02;

    // 240/4 is nobody's (RFC 1112 4): such a destination lies outside of every network.
    private const uint Outside = 0xF000_0000;

    private readonly IFlowAccount _account;
    private readonly NetworkScopes _scopes;
    private readonly IpAddress _inside;
    private readonly Dictionary<string, (byte Protocol, ushort Port)> _services = new(StringComparer.Ordinal)
    {
        ["smtp"] = (Tcp, 25),
        ["submission"] = (Tcp, 587),
        ["dns"] = (Udp, 53),
        ["pop3"] = (Tcp, 110),
        ["imap"] = (Tcp, 143),
        ["www"] = (Tcp, 443),
        ["icmp"] = (Icmp, 0),
    };

    public RowFlows(SensorOptions options, IFlowAccount account)
    {
        _account = account;
        _scopes = new NetworkScopes(options.Traffic.Networks);
        _inside = options.Sensor.Networks.FirstOrDefault(static network => network.Address.IsIPv4).Address;
        foreach ((string name, TrafficServiceOptions service) in options.Traffic.Services)
        {
            bool isNumber = byte.TryParse(service.Protocol, NumberStyles.None, CultureInfo.InvariantCulture, out byte protocol);
            _services[name] = (
                isNumber ? protocol : service.Protocol.Contains("tcp", StringComparison.OrdinalIgnoreCase) ? Tcp : Udp,
                service.Ports.Count > 0 ? (ushort)service.Ports[0] : (ushort)0);
        }
    }

    /// <summary>Adds the flows of one row.</summary>
    public void Add(in Storage.StoredRow row)
    {
        if (row.Flows <= 0 || !_services.TryGetValue(row.Service, out (byte Protocol, ushort Port) service))
        {
            return;
        }

        long bare = service.Protocol == Tcp ? Math.Min(row.Flows, row.SynPackets) : 0;
        long packets = row.Packets - row.SynPackets;
        long whole = row.Flows - bare;
        for (long flow = 0; flow < row.Flows; flow++)
        {
            bool isBare = flow < bare;
            FlowRecord record = new()
            {
                Source = row.Source,
                Destination = DestinationOf(in row, flow),
                Protocol = service.Protocol,
                TcpFlags = service.Protocol != Tcp ? 0u : isBare ? Syn : Complete,
                Packets = (ulong)(isBare ? Share(row.SynPackets, flow, bare) : Share(packets, flow - bare, whole)),
                Octets = (ulong)Share(row.Octets, flow, row.Flows),
                First = row.Start,
                Last = row.End - 1,
                NextHop = row.NextHop,
                SamplingInterval = 1,
                ExporterIndex = -1,
            };
            (record.SourcePort, record.DestinationPort) = row.Direction == "response" ? (service.Port, 40_000u) : (40_000u, (ulong)service.Port);
            _account.Add(ref record, row.Start);
        }
    }

    private static long Share(long total, long part, long parts) => parts <= 0 ? 0 : (total * (part + 1) / parts) - (total * part / parts);

    // The other end of a stranger's traffic is in our networks, that of our own is not.
    private IpAddress DestinationOf(in Storage.StoredRow row, long flow)
    {
        uint number = (uint)(flow % Math.Max(1, row.Destinations));
        IpAddress source = row.Source;
        return _inside.IsNone || _scopes.IsOwn(in source)
            ? IpAddress.FromIPv4(Outside | (((uint)source.Hash(1) + number) & 0x0FFF_FFFF))
            : IpAddress.FromIPv4(_inside.IPv4 + (number & 0xFF));
    }
}
