using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Metering;

/// <summary>The rules by which a flow ends.</summary>
internal sealed class FlowLifetime(FlowCacheOptions options)
{
    public const byte EndFlags = Fin | Rst;
    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Rst = 4;
    private const byte Ack = 16;

    private readonly long _activeMs = (long)options.ActiveTimeout.TotalMilliseconds;
    private readonly long _inactiveMs = (long)options.InactiveTimeout.TotalMilliseconds;
    private readonly long _attemptMs = (long)Math.Min(options.InactiveTimeout.TotalMilliseconds, options.AttemptTimeout.TotalMilliseconds);
    private readonly long _lingerMs = (long)Math.Min(options.InactiveTimeout.TotalMilliseconds, options.EndLinger.TotalMilliseconds);

    // A SYN alone opens a connection: after an end, or after an acknowledgment (the end was not seen), it is another one. A SYN with ACK is
    // repeated in a handshake, so it only counts after an end.
    public static bool BeginsAnew(byte seen, byte flags) =>
        (flags & (Syn | Rst)) == Syn && (seen & ((flags & Ack) == 0 ? Fin | Rst | Ack : Fin | Rst)) != 0;

    /// <summary>When the flow is over if no packet comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long DueMs(in FlowEntry entry)
    {
        long idle = entry.LastMs + ((entry.TcpFlags & (Fin | Rst)) != 0 ? _lingerMs : entry.TcpFlags == Syn ? _attemptMs : _inactiveMs);
        return Math.Min(idle, entry.FirstMs + _activeMs);
    }

    public FlowEndReason ReasonAt(in FlowEntry entry, long timeMs) =>
        (entry.TcpFlags & (Fin | Rst)) != 0 ? FlowEndReason.EndOfFlow
        : timeMs - entry.LastMs >= (entry.TcpFlags == Syn ? _attemptMs : _inactiveMs) ? FlowEndReason.Idle
        : timeMs - entry.FirstMs >= _activeMs ? FlowEndReason.Active
        : FlowEndReason.EndOfFlow;
}
