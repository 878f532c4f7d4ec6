using FlowSensor.Generator;
using FlowSensor.Generator.Packets;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Scenarios.Talks;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>
/// The flow cache of a router: active timeout as it is set, inactive fifteen seconds, ended TCP sessions leave with the next scan of the cache.
/// </summary>
/// <param name="start">Where time begins, Unix milliseconds.</param>
/// <param name="activeMs">Active timeout, milliseconds: a longer flow is reported in pieces.</param>
internal sealed class FlowMeter(long start, int activeMs)
{
    private const int InactiveMs = 15_000, ScanMs = 2_000;

    // A slot a second, two hours.
    private const int Slots = 8192;

    private readonly List<MeteredEnd>[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new List<MeteredEnd>())];
    private long _second = start / 1000;

    // Echo requests and answers of the same ends are one flow, however many trains they come in; looked at when they may have ended.
    private readonly Dictionary<Ends, EchoFlow> _echoes = [];
    private readonly List<EchoFlow>[] _endings = [.. Enumerable.Range(0, Slots).Select(static _ => new List<EchoFlow>())];

    /// <summary>Number of the actor whose deeds come next.</summary>
    public int Actor { get; set; }

    /// <summary>Flows that wait for their export.</summary>
    public long Waiting { get; private set; }

    /// <summary>One side of a TCP session; sides that sent nothing make no flow.</summary>
    public void Tcp(Ends ends, FlowSum sum, long first, long last)
    {
        if (sum.Packets == 0)
        {
            return;
        }

        bool ended = (sum.Flags & 0x05) != 0;
        Slice(ends, 6, sum.Flags, sum.Packets, sum.Octets, first, last, ended ? ScanMs : InactiveMs);
    }

    /// <summary>Datagrams of one size.</summary>
    public void Datagrams(Ends ends, bool echo, byte echoType, int count, int length, long first, int interval)
    {
        long last = first + ((long)interval * (count - 1));
        if (echo)
        {
            Echo(ends with { SourcePort = 0, DestinationPort = (ushort)(echoType << 8) }, (uint)count, (uint)(count * length), first, last);
            return;
        }

        Slice(ends, 17, 0, (uint)count, (uint)(count * length), first, last, InactiveMs);
    }

    /// <summary>Takes what leaves the cache at the next second.</summary>
    /// <param name="into">Filled.</param>
    /// <returns>The second at which the cache was scanned, Unix milliseconds: what was over before it leaves now.</returns>
    public long TakeSecond(List<MeteredEnd> into)
    {
        EndEchoes(into);
        List<MeteredEnd> slot = _slots[_second % Slots];
        into.AddRange(slot);
        Waiting -= slot.Count;
        slot.Clear();
        return _second++ * 1000;
    }

    private void Echo(Ends ends, uint packets, uint octets, long first, long last)
    {
        if (!_echoes.TryGetValue(ends, out EchoFlow? flow) || first >= DueMs(flow))
        {
            flow = new EchoFlow { Ends = ends, Actor = Actor, First = first };
            _echoes[ends] = flow;
            _endings[SlotOf(first + InactiveMs)].Add(flow);
            Waiting++;
        }

        flow.Last = Math.Max(flow.Last, last);
        flow.Packets += packets;
        flow.Octets += octets;
    }

    private long DueMs(EchoFlow flow) => Math.Min(flow.First + activeMs + ScanMs, flow.Last + InactiveMs);

    private long SlotOf(long exportMs) => Math.Max(_second + 1, (exportMs / 1000) + 1) % Slots;

    // A flow that has gone on is looked at again when it may have ended.
    private void EndEchoes(List<MeteredEnd> into)
    {
        List<EchoFlow> ending = _endings[_second % Slots];
        foreach (EchoFlow flow in ending)
        {
            if (DueMs(flow) >= _second * 1000)
            {
                _endings[SlotOf(DueMs(flow))].Add(flow);
                continue;
            }

            Waiting--;
            into.Add(Record(flow.Ends, 1, 0, flow.Packets, flow.Octets, flow.First, flow.Last, flow.Actor));
            if (_echoes[flow.Ends] == flow)
            {
                _echoes.Remove(flow.Ends);
            }
        }

        ending.Clear();
    }

    private static MeteredEnd Record(Ends ends, byte protocol, byte flags, uint packets, uint octets, long first, long last, int actor) => new(
        new GeneratedFlow
        {
            Source = IpAddress.FromIPv4(ends.Source),
            Destination = IpAddress.FromIPv4(ends.Destination),
            SourcePort = ends.SourcePort,
            DestinationPort = ends.DestinationPort,
            Protocol = protocol,
            TcpFlags = flags,
            Packets = packets,
            Octets = octets,
            Input = 1,
            Output = 2,
        }, first, last, actor);

    private void Slice(Ends ends, byte protocol, byte flags, uint packets, uint octets, long first, long last, int linger)
    {
        int pieces = 1 + (int)Math.Min((last - first) / activeMs, packets - 1);
        for (int piece = 0; piece < pieces; piece++)
        {
            long from = first + ((last - first) * piece / pieces);
            long until = piece == pieces - 1 ? last : first + ((last - first) * (piece + 1) / pieces) - 1;
            uint share = Share(packets, piece, pieces);
            Put(
                Record(ends, protocol, FlagsOf(flags, piece, pieces), share, (uint)((ulong)octets * share / packets), from, until, Actor),
                until + (piece == pieces - 1 ? linger : ScanMs));
        }
    }

    private static uint Share(uint total, int piece, int pieces) =>
        (uint)(((ulong)total * (uint)(piece + 1) / (uint)pieces) - ((ulong)total * (uint)piece / (uint)pieces));

    // The handshake stands in the first piece, the end in the last.
    private static byte FlagsOf(byte flags, int piece, int pieces)
    {
        int left = flags;
        left &= piece == 0 ? 0xFF : ~0x02;
        left &= piece == pieces - 1 ? 0xFF : ~0x05;
        return (byte)left;
    }

    private void Put(MeteredEnd flow, long exportMs)
    {
        long second = Math.Max(_second, (exportMs / 1000) + 1);
        if (second - _second >= Slots)
        {
            throw new InvalidOperationException("A talk lasts longer than the flow cache looks ahead; open it in parts.");
        }

        _slots[second % Slots].Add(flow);
        Waiting++;
    }
}
