namespace FlowSensor.Engine.Inspection;

/// <summary>Sessions by key, in slots of one array that grows up to a maximum; chained hash, least recently used order.</summary>
internal sealed class TcpSessionTable
{
    private const int None = -1;

    private readonly int _capacity;
    private readonly ulong _seed;
    private TcpSession[] _slots = new TcpSession[256];
    private int[] _heads = NewHeads(512);
    private int _made;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public TcpSessionTable(int capacity, ulong seed)
    {
        _capacity = Math.Max(capacity, 1);
        _seed = seed;
    }

    public int Count { get; private set; }

    public bool IsFull => Count >= _capacity;

    /// <summary>The slot used longest ago, -1 when the table is empty.</summary>
    public int Oldest => _oldest;

    public ref TcpSession this[int slot] => ref _slots[slot];

    public int Find(in SessionKey key)
    {
        int slot = _heads[Chain(key)];
        while (slot != None && !_slots[slot].Key.Equals(key))
        {
            slot = _slots[slot].Next;
        }

        return slot;
    }

    /// <summary>Adds a session that is not there; the caller made room before.</summary>
    public int Add(in SessionKey key, long timeMs)
    {
        int slot = _free;
        if (slot != None)
        {
            _free = _slots[slot].Next;
        }
        else
        {
            slot = _made++;
            if (slot == _slots.Length)
            {
                Grow();
            }
        }

        int chain = Chain(key);
        ref TcpSession session = ref _slots[slot];
        session = new TcpSession { Key = key, FirstSeen = timeMs, LastSeen = timeMs, State = SessionState.Open, Next = _heads[chain] };
        session.Client.FirstWaiting = None;
        session.Server.FirstWaiting = None;
        _heads[chain] = slot;
        Count++;
        LinkNewest(slot);
        return slot;
    }

    public void Touch(int slot, long timeMs)
    {
        _slots[slot].LastSeen = Math.Max(_slots[slot].LastSeen, timeMs);
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
        ref int link = ref _heads[Chain(session.Key)];
        while (link != slot)
        {
            link = ref _slots[link].Next;
        }

        link = session.Next;
        session.State = SessionState.Free;
        session.Reader = null;
        session.Next = _free;
        _free = slot;
        Count--;
    }

    private int Chain(in SessionKey key) => (int)(key.Hash(_seed) >> 20) & (_heads.Length - 1);

    private void LinkNewest(int slot)
    {
        _slots[slot].Older = _newest;
        _slots[slot].Newer = None;
        if (_newest != None)
        {
            _slots[_newest].Newer = slot;
        }

        _newest = slot;
        _oldest = _oldest == None ? slot : _oldest;
    }

    private void Unlink(int slot)
    {
        (int older, int newer) = (_slots[slot].Older, _slots[slot].Newer);
        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _slots[older].Newer = newer;
        }

        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _slots[newer].Older = older;
        }
    }

    private void Grow()
    {
        Array.Resize(ref _slots, Math.Min(_slots.Length * 2, Math.Max(_capacity, _slots.Length + 1)));
        _heads = NewHeads(_heads.Length * 2);
        for (int slot = 0; slot < _made - 1; slot++)
        {
            if (_slots[slot].State != SessionState.Free)
            {
                int chain = Chain(_slots[slot].Key);
                _slots[slot].Next = _heads[chain];
                _heads[chain] = slot;
            }
        }
    }

    private static int[] NewHeads(int length)
    {
        int[] heads = new int[length];
        Array.Fill(heads, None);
        return heads;
    }
}
