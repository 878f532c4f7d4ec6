using System.Runtime.CompilerServices;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Metering;

/// <summary>The rules by which a flow ends.</summary>
internal sealed class FlowLifetime
{
    public const byte EndFlags = Fin | Rst;

    /// <summary>
    /// Packets from which on a flow that looks like a flood is told of early. <c>ping</c> sends one a second, which is less in an active timeout of a minute.
    /// </summary>
    public const uint Many = 64;

    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Rst = 4;
    private const byte Ack = 16;

    // What the rules call a large answer, of DNS less: so none of them waits.
    private const ulong LargeAnswer = ProbeClassifier.LargeAnswer;

    private readonly long _activeMs;
    private readonly long _inactiveMs;
    private readonly long _attemptMs;
    private readonly long _lingerMs;

    // A bit for each port: any port may be asked for, and eight kilobytes stay in the nearest cache.
    private readonly ulong[] _amplifiers = new ulong[(ushort.MaxValue + 1) / 64];

    public FlowLifetime(FlowCacheOptions options)
    {
        _activeMs = (long)options.ActiveTimeout.TotalMilliseconds;
        _inactiveMs = (long)options.InactiveTimeout.TotalMilliseconds;
        _attemptMs = (long)Math.Min(options.InactiveTimeout.TotalMilliseconds, options.AttemptTimeout.TotalMilliseconds);
        _lingerMs = (long)Math.Min(options.InactiveTimeout.TotalMilliseconds, options.EndLinger.TotalMilliseconds);
        foreach (int port in options.AmplifierPorts)
        {
            _amplifiers[port >> 6] |= 1UL << port;
        }
    }

    // A SYN alone opens a connection: after an end, or after an acknowledgment (the end was not seen), it is another one. A SYN with ACK is
    // repeated in a handshake, so it only counts after an end.
    public static bool BeginsAnew(byte seen, byte flags) =>
        (flags & (Syn | Rst)) == Syn && (seen & ((flags & Ack) == 0 ? Fin | Rst | Ack : Fin | Rst)) != 0;

    /// <summary>When the flow is over if no packet comes.</summary>
    /// <param name="entry">The flow.</param>
    /// <param name="nearMs">A time within days of the flow's own.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long DueMs(in FlowEntry entry, long nearMs)
    {
        long first = FlowEntry.TimeNear(entry.FirstLow, nearMs);
        long last = FlowEntry.TimeNear(entry.LastLow, nearMs);
        if (IsFloodLike(entry))
        {
            return Math.Min(last + _attemptMs, first + (entry.Packets >= Many ? Math.Min(_activeMs, _attemptMs) : _activeMs));
        }

        long idle = last + ((entry.TcpFlags & (Fin | Rst)) != 0 ? _lingerMs : _inactiveMs);
        return Math.Min(idle, first + _activeMs);
    }

    public FlowEndReason ReasonAt(in FlowEntry entry, long timeMs) =>
        (entry.TcpFlags & (Fin | Rst)) != 0 ? FlowEndReason.EndOfFlow
        : timeMs - FlowEntry.TimeNear(entry.LastLow, timeMs) >= (IsFloodLike(entry) ? _attemptMs : _inactiveMs) ? FlowEndReason.Idle
        : timeMs >= DueMs(entry, timeMs) ? FlowEndReason.Active
        : FlowEndReason.EndOfFlow;

    /// <summary>True for what floods are made of: bare SYN, ICMP, and large answers of services that amplify.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsFloodLike(in FlowEntry entry) => (byte)entry.Tuple switch
    {
        ProtocolNumber.Tcp => entry.TcpFlags == Syn,
        ProtocolNumber.Udp => (_amplifiers[entry.Tuple >> 54] & (1UL << (int)(entry.Tuple >> 48))) != 0 && entry.Octets >= entry.Packets * LargeAnswer,
        ProtocolNumber.Icmp or ProtocolNumber.IcmpV6 => true,
        _ => false,
    };
}
