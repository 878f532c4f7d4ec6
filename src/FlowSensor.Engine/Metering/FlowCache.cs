using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Puts packets together to unidirectional flows and emits them as flow records: when idle, too old, ended by FIN or RST, or when room is needed.
/// Every packet is in exactly one record. Time is that of the packets; records depend on the packets alone, not on when or how fast they are fed.
/// Octets are those of the IP packet as its header says. One thread.
/// </summary>
public sealed class FlowCache
{
    // A step back by more is another capture, not a disorder of packets.
    private const long MaxDisorderMs = 60_000;

    // Flows that went on living and are moved out of the way when one has to be emitted early, before any is taken.
    private const int EvictionTries = 8;

    // Flows of a list that are worked off together.
    private const int ListedMost = 32;

    // Entries lie in one piece of memory, which the framework limits to 2 GB.
    private const int MostFlows = 1 << 24;

    // Flows that the index has room for at first: one as large as all flows may need would not stay in the caches where there are few.
    private const int FirstFlows = 1 << 12;

    // Times of flows are kept in 32 bits, right within 24 days.
    private const long LongestStepMs = 10L * 24 * 3600 * 1000;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    private readonly IFlowSink _sink;
    private readonly FlowRows _flows;
    private readonly HashIndex _index;
    private readonly FlowWheel _wheel;
    private readonly FlowKeyReader _keys;
    private readonly FlowLifetime _lifetime;
    private readonly DuplicateFilter? _duplicates;
    private readonly uint _domain;
    private readonly long[] _byReason = new long[(int)FlowEndReason.LackOfResources + 1];
    private readonly MeteringQueue _queue;
    private FlowRecord _record;
    private long _nowMs = long.MinValue;
    private int _freeHead = -1;
    private int _used;
    private int _held;
    private long _packets;
    private long _octets;
    private long _duplicateCount;

    /// <summary>Makes an empty cache that emits to <paramref name="sink"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No flows, more than 16,777,216, or a timeout of more than seven days.</exception>
    public FlowCache(FlowCacheOptions options, IFlowSink sink)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxFlows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxFlows, MostFlows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ActiveTimeout, LongestTimeout);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.InactiveTimeout, LongestTimeout);
        _sink = sink;
        _flows = new FlowRows(options.MaxFlows);
        _index = new HashIndex(Math.Min(options.MaxFlows, FirstFlows));
        _wheel = new FlowWheel(_flows);
        _queue = new MeteringQueue(_index, _flows, _wheel);
        _keys = new FlowKeyReader(options.VlanInKey, options.Seed);
        _lifetime = new FlowLifetime(options);
        _domain = options.ObservationDomainId;
        _duplicates = options.DropDuplicates ? new DuplicateFilter((long)options.DuplicateWindow.TotalMilliseconds, options.Seed) : null;
    }

    /// <summary>The account so far; <see cref="Advance"/> first brings the last packets to their flows.</summary>
    public FlowCacheCounters Counters => new(_packets, _octets, _duplicateCount, _held, _byReason.Sum(), Emitted(FlowEndReason.LackOfResources));

    /// <summary>Flows emitted for one reason.</summary>
    public long Emitted(FlowEndReason reason) => _byReason[(int)reason];

    /// <summary>
    /// Accounts one IP packet. It is brought to its flow some packets later, when the memory it needs has come without anybody waiting for it;
    /// all that is emitted is the same as if each were looked up when it came.
    /// </summary>
    /// <param name="headers">Its headers, the addresses and lengths valid.</param>
    /// <param name="data">Its captured octets; read to recognise duplicates only.</param>
    /// <param name="timeMs">Capture time, Unix time in milliseconds.</param>
    /// <returns>False when the packet is the second copy of one accounted before, and was left out.</returns>
    public bool Add(in PacketHeaders headers, ReadOnlySpan<byte> data, long timeMs)
    {
        if (_duplicates is not null && _duplicates.IsCopy(headers, data, timeMs))
        {
            _duplicateCount++;
            return false;
        }

        _packets++;
        _octets += headers.IpLength;
        if (_queue.IsFull)
        {
            Settle();
        }

        ref MeteredPacket packet = ref _queue.Next();
        packet.Source = headers.Source;
        packet.Destination = headers.Destination;
        packet.Tuple = _keys.TupleOf(headers, timeMs);
        packet.TimeMs = timeMs;
        packet.SourceMac = headers.SourceMac;
        packet.DestinationMac = headers.DestinationMac;
        packet.Octets = (uint)headers.IpLength;
        packet.Hash = _keys.HashOf(headers.Source, headers.Destination, packet.Tuple);
        packet.Vlan = headers.VlanId;
        packet.TcpFlags = headers.Protocol == ProtocolNumber.Tcp ? headers.TcpFlags : (byte)0;
        packet.Tos = headers.Tos;
        _queue.Fetch(packet);
        return true;
    }

    /// <summary>Tells the time when no packet does, so that idle flows are emitted on a quiet wire. A step back of more than a minute empties the cache.</summary>
    public void Advance(long timeMs)
    {
        Settle();
        MoveClock(timeMs);
    }

    /// <summary>Emits every flow.</summary>
    public void Flush()
    {
        Settle();
        EmitAll();
    }

    private void MoveClock(long timeMs)
    {
        if (timeMs <= _nowMs)
        {
            if (_nowMs - timeMs > MaxDisorderMs)
            {
                EmitAll();
                SetClock(timeMs);
            }

            return;
        }

        if (_nowMs == long.MinValue)
        {
            SetClock(timeMs);
            return;
        }

        if (timeMs - _nowMs > LongestStepMs)
        {
            StepTo(_nowMs + LongestStepMs);
        }

        StepTo(timeMs);
    }

    private void StepTo(long timeMs)
    {
        _nowMs = timeMs;
        long tick = FlowWheel.TickOf(timeMs);
        if (tick != _wheel.Tick)
        {
            TurnTo(tick);
        }
    }

    private void EmitAll()
    {
        if (_held == 0)
        {
            return;
        }

        for (int slot = 1; slot <= FlowWheel.SlotCount; slot++)
        {
            int flow = _wheel.Detach((int)((_wheel.Tick + slot) & (FlowWheel.SlotCount - 1)));
            while (flow >= 0)
            {
                int next = _flows.Rest(flow).WheelNext;
                if (next >= 0)
                {
                    CacheHint.Fetch(in _flows[next]);
                    CacheHint.Fetch(in _flows.Rest(next));
                }

                Tell(flow, FlowEndReason.Forced);
                _flows[flow].Tuple = FlowEntry.NoTuple;
                flow = next;
            }
        }

        _index.Clear();
        _freeHead = -1;
        _used = 0;
        _held = 0;
    }

    private void Settle()
    {
        foreach (ref readonly MeteredPacket packet in _queue.Take())
        {
            if (packet.TimeMs != _nowMs)
            {
                MoveClock(packet.TimeMs);
            }

            Account(packet);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Account(in MeteredPacket packet)
    {
        if (packet.Flow >= 0 && IsOf(_flows[packet.Flow], packet))
        {
            Update(ref _flows[packet.Flow], packet.Flow, packet);
            return;
        }

        uint hash = packet.Hash;
        uint position = _index.Home(hash);
        for (int flow = _index.Next(hash, ref position); flow >= 0; flow = _index.Next(hash, ref position))
        {
            ref FlowEntry entry = ref _flows[flow];
            if (IsOf(entry, packet))
            {
                Update(ref entry, flow, packet);
                return;
            }
        }

        if (_held == _flows.Count)
        {
            EmitOldest();
            position = _index.Home(hash);
            while (_index.Next(hash, ref position) >= 0)
            {
            }
        }

        Begin(packet, position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOf(in FlowEntry entry, in MeteredPacket packet) =>
        entry.Tuple == packet.Tuple && entry.Source == packet.Source && entry.Destination == packet.Destination;

    private void Update(ref FlowEntry entry, int flow, in MeteredPacket packet)
    {
        if (DueMs(entry) <= packet.TimeMs || FlowLifetime.BeginsAnew(entry.TcpFlags, packet.TcpFlags) || entry.Packets == uint.MaxValue)
        {
            Tell(flow, _lifetime.ReasonAt(entry, packet.TimeMs));
            _wheel.Remove(flow);
            _flows.Begin(flow, packet);
            _wheel.Add(flow, _wheel.SlotFor(DueMs(entry)));
            return;
        }

        entry.Packets++;
        entry.Octets += packet.Octets;
        uint time = (uint)packet.TimeMs;
        entry.LastLow = (int)(time - entry.LastLow) > 0 ? time : entry.LastLow;
        entry.FirstLow = (int)(time - entry.FirstLow) < 0 ? time : entry.FirstLow;
        byte before = entry.TcpFlags;
        entry.TcpFlags = (byte)(before | packet.TcpFlags);
        if (((before & FlowLifetime.EndFlags) == 0 && (packet.TcpFlags & FlowLifetime.EndFlags) != 0)
            || (entry.Packets == FlowLifetime.Many && _lifetime.IsFloodLike(entry)))
        {
            // Due much sooner now.
            _wheel.Remove(flow);
            _wheel.Add(flow, _wheel.SlotFor(DueMs(entry)));
        }
    }

    private void Begin(in MeteredPacket packet, uint position)
    {
        int flow = _freeHead;
        if (flow >= 0)
        {
            _freeHead = _flows.Rest(flow).WheelNext;
            if (_freeHead >= 0)
            {
                CacheHint.Fetch(in _flows[_freeHead]);
                CacheHint.Fetch(in _flows.Rest(_freeHead));
            }
        }
        else
        {
            flow = _used++;
        }

        _held++;
        _flows.Begin(flow, packet);
        _index.Set(position, packet.Hash, flow);
        _wheel.Add(flow, _wheel.SlotFor(DueMs(_flows[flow])));
    }

    private void SetClock(long timeMs)
    {
        _nowMs = timeMs;
        _wheel.Tick = FlowWheel.TickOf(timeMs);
    }

    private void TurnTo(long tick)
    {
        // After a pause longer than the wheel, one turn looks at everything.
        long from = Math.Max(_wheel.Tick, tick - FlowWheel.SlotCount);
        for (long turn = from + 1; turn <= tick; turn++)
        {
            _wheel.Tick = turn;
            int flow = _wheel.Detach((int)(turn & (FlowWheel.SlotCount - 1)));
            while (flow >= 0)
            {
                flow = WorkOff(flow);
            }
        }
    }

    // Works off the first flows of a list taken from the wheel and returns the next. The list is walked some flows ahead, so that what ending them
    // needs is on its way meanwhile.
    private int WorkOff(int flow)
    {
        Span<int> listed = stackalloc int[ListedMost];
        int count = 0;
        for (; flow >= 0 && count < listed.Length; flow = _flows.Rest(flow).WheelNext)
        {
            listed[count++] = flow;
            _index.Fetch(_flows.Rest(flow).Hash);
            CacheHint.Fetch(in _flows[flow]);
        }

        foreach (int number in listed[..count])
        {
            ref readonly FlowEntry entry = ref _flows[number];
            if (DueMs(entry) <= _nowMs)
            {
                Emit(number, _lifetime.ReasonAt(entry, _nowMs));
            }
            else
            {
                _wheel.Add(number, _wheel.SlotFor(DueMs(entry)));
            }
        }

        return flow;
    }

    private void EmitOldest()
    {
        int flow = _wheel.First();
        for (int tries = 0; tries < EvictionTries; tries++)
        {
            int listed = _flows[flow].WheelSlot;
            int due = _wheel.SlotFor(DueMs(_flows[flow]));
            if (due == listed)
            {
                break;
            }

            _wheel.Remove(flow);
            _wheel.Add(flow, due);
            flow = _wheel.First();
        }

        _wheel.Remove(flow);
        Emit(flow, FlowEndReason.LackOfResources);
    }

    // Emits a flow that is in no list any more, and frees its place.
    private void Emit(int flow, FlowEndReason reason)
    {
        Tell(flow, reason);
        _flows[flow].Tuple = FlowEntry.NoTuple;
        ref FlowRest rest = ref _flows.Rest(flow);
        _index.Remove(rest.Hash, flow);
        rest.WheelNext = _freeHead;
        _freeHead = flow;
        _held--;
    }

    private void Tell(int flow, FlowEndReason reason)
    {
        _byReason[(int)reason]++;
        MeteredFlow.ToRecord(_flows[flow], _flows.Rest(flow), _nowMs, _domain, ref _record);
        _sink.OnFlow(ref _record);
    }

    private long DueMs(in FlowEntry entry) => _lifetime.DueMs(entry, _nowMs);
}
