using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Metering;

/// <summary>Tells of which flow a packet is: its tuple and the hash of its key.</summary>
internal sealed class FlowKeyReader(bool vlanInKey, ulong seed)
{
    private readonly bool _vlanInKey = vlanInKey;
    private readonly ulong _seed = seed;
    private readonly ulong _seed2 = (seed * 0xD6E8_FEB8_6659_FD93) ^ 0x2545_F491_4F6C_DD1D;
    private readonly FragmentPorts _fragments = new(seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong TupleOf(in PacketHeaders headers, long timeMs)
    {
        uint ports = ((uint)headers.SourcePort << 16) | headers.DestinationPort;
        if (headers.Protocol is ProtocolNumber.Icmp or ProtocolNumber.IcmpV6)
        {
            // The convention of NetFlow: type and code in place of the destination port.
            ports = ((uint)headers.IcmpType << 8) | headers.IcmpCode;
        }

        if (headers.IsFragment)
        {
            ports = _fragments.PortsOf(headers, ports, timeMs);
        }

        return ((ulong)ports << 32) | (_vlanInKey ? (ulong)headers.VlanId << 16 : 0) | headers.Protocol;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint HashOf(IpAddress source, IpAddress destination, ulong tuple)
    {
        ulong first = FoldedProduct.Of(source.Low ^ _seed, destination.Low ^ _seed2);
        ulong second = FoldedProduct.Of(source.High ^ tuple ^ _seed2, destination.High ^ (tuple << 17) ^ _seed);
        first = FoldedProduct.Of(first ^ tuple ^ _seed, second ^ 0x9E37_79B9_7F4A_7C15);
        return (uint)(first ^ (first >> 32));
    }
}
