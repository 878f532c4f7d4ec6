using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Remembers the ports that the first fragment of a datagram showed, so that the later ones are counted to its flow. A fixed table in which a
/// newer datagram takes an older one's place; a later fragment that is not found has ports 0, as with other meters.
/// </summary>
internal sealed class FragmentPorts(ulong seed)
{
    private const int Places = 1 << 12;

    // RFC 791 3.2 and RFC 8200 4.5: what has not been put together after some seconds to a minute never will be.
    private const long LifetimeMs = 30_000;

    private readonly Place[] _places = new Place[Places];

    /// <summary>The upper half of a flow's tuple for this fragment: source port, destination port.</summary>
    public uint PortsOf(in PacketHeaders headers, uint ports, long timeMs)
    {
        ulong hash = headers.Source.Hash(seed) ^ (headers.Destination.Hash(~seed) * 3) ^ (headers.FragmentId * 0x9E37_79B9_7F4A_7C15UL);
        ref Place place = ref _places[(int)(hash >> 52)];
        if (!headers.IsLaterFragment)
        {
            place = new Place
            {
                Source = headers.Source,
                Destination = headers.Destination,
                Id = headers.FragmentId,
                Ports = ports,
                TimeMs = timeMs,
                Protocol = headers.Protocol,
            };
            return ports;
        }

        return place.Id == headers.FragmentId && place.Source == headers.Source && place.Destination == headers.Destination
            && place.Protocol == headers.Protocol && Math.Abs(timeMs - place.TimeMs) <= LifetimeMs
            ? place.Ports : 0;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Place
    {
        public IpAddress Source;
        public IpAddress Destination;
        public long TimeMs;
        public uint Id;
        public uint Ports;
        public byte Protocol;
    }
}
