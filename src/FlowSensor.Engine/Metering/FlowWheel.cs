using System.Numerics;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// A timing wheel over the flows of a cache: a list of flows for each second in which one may be due. A packet does not move its flow; a flow whose
/// second comes is looked at, and listed anew when it has gone on living. So the lists are touched once per flow and timeout, not once per packet.
/// </summary>
internal sealed class FlowWheel
{
    public const int SlotCount = 1024;
    private const int None = -1;
    private const int SlotMs = 1000;

    private readonly FlowRows _flows;
    private readonly int[] _heads = new int[SlotCount];
    private readonly int[] _tails = new int[SlotCount];

    // One bit for each slot that lists a flow.
    private readonly ulong[] _filled = new ulong[SlotCount / 64];

    public FlowWheel(FlowRows flows)
    {
        _flows = flows;
        Clear();
    }

    /// <summary>The second that has been worked off, as a number since the epoch.</summary>
    public long Tick { get; set; }

    public static long TickOf(long timeMs) => timeMs / SlotMs;

    /// <summary>The slot whose second comes after all of <paramref name="dueMs"/>; one too far ahead is cut and will be looked at before its time.</summary>
    public int SlotFor(long dueMs)
    {
        long tick = Math.Clamp(TickOf(dueMs) + 1, Tick + 1, Tick + SlotCount - 1);
        return (int)(tick & (SlotCount - 1));
    }

    public void Add(int flow, int slot)
    {
        ref FlowRest links = ref _flows.Rest(flow);
        int tail = _tails[slot];
        _flows[flow].WheelSlot = (ushort)slot;
        links.WheelNext = None;
        links.WheelPrevious = tail;
        if (tail == None)
        {
            _heads[slot] = flow;
            _filled[slot >> 6] |= 1UL << slot;
        }
        else
        {
            _flows.Rest(tail).WheelNext = flow;
        }

        _tails[slot] = flow;
    }

    /// <summary>Begins to fetch what <see cref="Remove"/> will write to.</summary>
    public void FetchNeighbours(int flow)
    {
        ref FlowRest links = ref _flows.Rest(flow);
        if (links.WheelPrevious >= 0)
        {
            CacheHint.Fetch(in _flows.Rest(links.WheelPrevious));
        }

        if (links.WheelNext >= 0)
        {
            CacheHint.Fetch(in _flows.Rest(links.WheelNext));
        }
    }

    public void Remove(int flow)
    {
        ref FlowRest links = ref _flows.Rest(flow);
        int slot = _flows[flow].WheelSlot;
        if (links.WheelPrevious == None)
        {
            _heads[slot] = links.WheelNext;
            if (links.WheelNext == None)
            {
                _filled[slot >> 6] &= ~(1UL << slot);
            }
        }
        else
        {
            _flows.Rest(links.WheelPrevious).WheelNext = links.WheelNext;
        }

        if (links.WheelNext == None)
        {
            _tails[slot] = links.WheelPrevious;
        }
        else
        {
            _flows.Rest(links.WheelNext).WheelPrevious = links.WheelPrevious;
        }
    }

    /// <summary>Empties a slot; the first flow of its list is returned, or -1, and the rest hangs on it by <see cref="FlowRest.WheelNext"/>.</summary>
    public int Detach(int slot)
    {
        int head = _heads[slot];
        _heads[slot] = None;
        _tails[slot] = None;
        _filled[slot >> 6] &= ~(1UL << slot);
        return head;
    }

    /// <summary>The flow listed first in the slot that comes next; -1 when there is none.</summary>
    public int First()
    {
        int start = (int)((Tick + 1) & (SlotCount - 1));
        ulong word = _filled[start >> 6] & (ulong.MaxValue << (start & 63));
        for (int turn = 0; turn <= SlotCount / 64; turn++)
        {
            int place = ((start >> 6) + turn) & ((SlotCount / 64) - 1);
            word = turn == 0 ? word : _filled[place];
            if (word != 0)
            {
                return _heads[(place << 6) + BitOperations.TrailingZeroCount(word)];
            }
        }

        return None;
    }

    public void Clear()
    {
        Array.Fill(_heads, None);
        Array.Fill(_tails, None);
        Array.Clear(_filled);
    }
}
