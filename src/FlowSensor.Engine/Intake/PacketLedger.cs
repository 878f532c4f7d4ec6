using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Intake;

/// <summary>The account of packets. It balances at any time: <c>Packets = Metered + sum of Dropped</c>.</summary>
public sealed class PacketLedger
{
    private static readonly int CauseCount = Enum.GetValues<PacketDropCause>().Length;

    private readonly long[] _dropped = new long[CauseCount];

    /// <summary>Packets taken.</summary>
    public long Packets { get; private set; }

    /// <summary>Their octets on the wire, link layer included.</summary>
    public long Octets { get; private set; }

    /// <summary>Packets accounted in flows.</summary>
    public long Metered { get; private set; }

    /// <summary>Of <see cref="Metered"/>, those that are fragments.</summary>
    public long Fragments { get; private set; }

    /// <summary>Of <see cref="Metered"/>, those captured without their whole transport header; ports may be missing.</summary>
    public long TruncatedTransport { get; private set; }

    /// <summary>Of <see cref="Metered"/>, those whose transport header contradicts itself.</summary>
    public long BadTransport { get; private set; }

    /// <summary>Packets not metered for one cause.</summary>
    public long Dropped(PacketDropCause cause) => _dropped[(int)cause];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Arrived(int octets)
    {
        Packets++;
        Octets += octets;
    }

    internal void Drop(PacketDropCause cause) => _dropped[(int)cause]++;

    internal void Drop(ParseStatus status) => Drop(status switch
    {
        ParseStatus.NotIp => PacketDropCause.NotIp,
        ParseStatus.UnsupportedLinkType => PacketDropCause.UnsupportedLink,
        ParseStatus.Truncated => PacketDropCause.Truncated,
        ParseStatus.TooDeep => PacketDropCause.TooDeep,
        _ => PacketDropCause.BadHeader,
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Meter(ParseStatus status, bool isFragment)
    {
        Metered++;
        Fragments += isFragment ? 1 : 0;
        TruncatedTransport += status == ParseStatus.TruncatedTransport ? 1 : 0;
        BadTransport += status == ParseStatus.BadTransport ? 1 : 0;
    }
}
