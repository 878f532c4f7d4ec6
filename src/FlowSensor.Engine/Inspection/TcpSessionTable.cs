using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Inspection;

/// <summary>Sessions by key, in slots of one array that grows up to a maximum; least recently used order.</summary>
internal sealed class TcpSessionTable
{
    private const int None = -1;
    private const int FirstSlots = 256;

    // What of a reader, and of what was made with it, nearly every segment touches.
    private const int ReaderOctets = 320;

    private readonly int _capacity;
    private readonly HashIndex _index = new(FirstSlots);
    private TcpSession[] _slots = new TcpSession[FirstSlots];

    // Apart from the sessions, so that moving one in the order does not touch the sessions it stood between.
    private Neighbours[] _order = new Neighbours[FirstSlots];
    private int _made;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public TcpSessionTable(int capacity) => _capacity = Math.Max(capacity, 1);

    public int Count { get; private set; }

    public bool IsFull => Count >= _capacity;

    /// <summary>The slot used longest ago, -1 when the table is empty.</summary>
    public int Oldest => _oldest;

    public ref TcpSession this[int slot] => ref _slots[slot];

    /// <summary>Begins to fetch what <see cref="Expect"/> reads.</summary>
    public void Fetch(uint hash) => _index.Fetch(hash);

    /// <summary>Begins to fetch the session that most likely has this hash, and tells its slot; -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Expect(uint hash)
    {
        int slot = _index.Peek(hash);
        if ((uint)slot < (uint)_slots.Length)
        {
            CacheHint.Fetch(in _slots[slot]);
            CacheHint.Fetch(in _slots[slot], 64);
            CacheHint.Fetch(in _slots[slot], 128);
            CacheHint.Fetch(in _order[slot]);
        }

        return slot;
    }

    /// <summary>
    /// Begins to fetch the reader of a session that was expected, when the session itself has come; false where there is none.
    /// </summary>
    /// <param name="slot">The session's, or -1.</param>
    /// <param name="rows">Where the statistics keep the counts of its hosts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryApproach(int slot, out SessionRows rows)
    {
        if ((uint)slot >= (uint)_slots.Length)
        {
            rows = default;
            return false;
        }

        ref TcpSession session = ref _slots[slot];
        rows = session.Rows;
        CacheHint.FetchObject(in session.Reader, ReaderOctets);
        return true;
    }

    /// <summary>The slot of a session; -1 when it is not there.</summary>
    /// <param name="key">The session.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="expected">Where it was some packets before, by its hash alone: it may be another one, or have ended.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in SessionKey key, uint hash, int expected)
    {
        if ((uint)expected < (uint)_slots.Length && _slots[expected].State != SessionState.Free && _slots[expected].Key.Equals(key))
        {
            return expected;
        }

        uint position = _index.Home(hash);
        int slot = _index.Next(hash, ref position);
        while (slot >= 0 && !_slots[slot].Key.Equals(key))
        {
            slot = _index.Next(hash, ref position);
        }

        return slot;
    }

    /// <summary>Adds a session that is not there; the caller made room before.</summary>
    public int Add(in SessionKey key, uint hash, long timeMs)
    {
        int slot = _free;
        if (slot != None)
        {
            _free = _order[slot].Older;
        }
        else
        {
            slot = _made++;
            if (slot == _slots.Length)
            {
                int length = TableGrowth.Next(slot, Math.Max(_capacity, slot + 1));
                TcpSession[] larger = new TcpSession[length];
                LargePages.Ask(larger);
                _slots.CopyTo(larger, 0);
                _slots = larger;
                Array.Resize(ref _order, length);
            }
        }

        uint position = _index.Home(hash);
        while (_index.Next(hash, ref position) >= 0)
        {
        }

        _index.Set(position, hash, slot);
        ref TcpSession session = ref _slots[slot];
        session = new TcpSession { Key = key, Hash = hash, LastSeen = timeMs, State = SessionState.Open };
        session.Client.FirstWaiting = None;
        session.Server.FirstWaiting = None;
        Count++;
        LinkNewest(slot);
        return slot;
    }

    public void Touch(int slot, long timeMs)
    {
        ref TcpSession session = ref _slots[slot];
        session.LastSeen = Math.Max(session.LastSeen, timeMs);
        if (slot != _newest)
        {
            Unlink(slot);
            LinkNewest(slot);
        }
    }

    public void Remove(int slot)
    {
        Unlink(slot);
        ref TcpSession session = ref _slots[slot];
        _index.Remove(session.Hash, slot);
        session.State = SessionState.Free;
        session.Reader = null;
        _order[slot].Older = _free;
        _free = slot;
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LinkNewest(int slot)
    {
        _order[slot] = new Neighbours { Older = _newest, Newer = None };
        if (_newest != None)
        {
            _order[_newest].Newer = slot;
        }

        _newest = slot;
        _oldest = _oldest == None ? slot : _oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(int slot)
    {
        Neighbours neighbours = _order[slot];
        if (neighbours.Older == None)
        {
            _oldest = neighbours.Newer;
        }
        else
        {
            _order[neighbours.Older].Newer = neighbours.Newer;
        }

        if (neighbours.Newer == None)
        {
            _newest = neighbours.Older;
        }
        else
        {
            _order[neighbours.Newer].Older = neighbours.Older;
        }
    }

    /// <summary>Neighbours in the order of last use; of a free slot, the next free one as the older.</summary>
    private struct Neighbours
    {
        public int Older;
        public int Newer;
    }
}
