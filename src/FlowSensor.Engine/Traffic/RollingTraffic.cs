using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Traffic of the last hour or day, kept from closed windows: each slot's sums are added as windows close and taken away when
/// the slot leaves the span, so the sums are exact and nothing is recounted. Only for the services that ask for it.
/// The newest slot is the one being filled, so an hour of six slots covers 50 to 60 minutes.
/// </summary>
public sealed class RollingTraffic
{
    private readonly TrafficOptions _options;
    private readonly ServiceDirection[] _services;
    private readonly RowChunks<RollingRow> _rows = new(new ChunkPool<RollingRow>());
    private readonly RowIndex _index = new();
    private readonly RollingSlot[] _slots;
    private readonly long _slotLength;
    private readonly int _mostEntries;
    private readonly ulong _seed;
    private uint _freeRow;
    private int _live;
    private int _entries;
    private long _newest = -1;

    /// <summary>Makes an empty span.</summary>
    /// <param name="options">Settings; <see cref="TrafficOptions.RollingServices"/> and <see cref="TrafficOptions.MaxRollingKeys"/> count here.</param>
    /// <param name="serviceDirections">Services of the accounting whose windows come.</param>
    /// <param name="slots">Slots of the span.</param>
    /// <param name="slotLength">Length of a slot; a multiple of the window.</param>
    public RollingTraffic(TrafficOptions options, IReadOnlyList<ServiceDirection> serviceDirections, int slots, TimeSpan slotLength)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(serviceDirections);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _options = options;
        _services = [.. serviceDirections.Where(direction => options.RollingServices.Contains(direction.Service))];
        _slotLength = Math.Max(1, (long)slotLength.TotalMilliseconds);
        _mostEntries = (int)Math.Min(int.MaxValue, options.MaxRollingKeys * 4L);
        ChunkPool<RollingEntry> pool = new();
        _slots = [.. Enumerable.Range(0, slots).Select(_ => new RollingSlot(pool, serviceDirections.Count))];
        _seed = BitConverter.ToUInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(ulong)));
    }

    /// <summary>Services and directions that are kept.</summary>
    public IReadOnlyList<ServiceDirection> ServiceDirections => _services;

    /// <summary>Keys that found no room since the start, counted once a window.</summary>
    public ulong TableFull { get; private set; }

    /// <summary>Keys held now.</summary>
    public int KeyCount => _live;

    /// <summary>The last hour: six slots of ten minutes.</summary>
    public static RollingTraffic Hour(TrafficOptions options, IReadOnlyList<ServiceDirection> serviceDirections) =>
        new(options, serviceDirections, 6, TimeSpan.FromMinutes(10));

    /// <summary>The last day: 24 slots of one hour.</summary>
    public static RollingTraffic Day(TrafficOptions options, IReadOnlyList<ServiceDirection> serviceDirections) =>
        new(options, serviceDirections, 24, TimeSpan.FromHours(1));

    /// <summary>Adds a closed window; windows come in the order of time.</summary>
    public void Add(ClosedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Advance(window.Start);
        RollingSlot slot = _slots[(int)(_newest % _slots.Length)];
        foreach (ServiceDirection service in _services)
        {
            SourceReader reader = new(window.Tables, service.Index);
            uint from = 0;
            while (reader.TryFind(ref from, out uint head, out ulong flows, out ulong packets, out ulong octets))
            {
                IpAddress source = window.Tables.Sources.Head(head).Source;
                Account(slot, service, BandSubject.Source, source, default, flows, packets, octets);
            }

            foreach (PairTraffic pair in window.Pairs(service))
            {
                Account(slot, service, BandSubject.Pair, pair.Source, pair.Destination, pair.Flows, pair.Packets, pair.Octets);
            }

            AddOthers(slot, window, service);
        }
    }

    /// <summary>Lets slots expire up to a moment, Unix milliseconds; for quiet times, when no window comes.</summary>
    public void Advance(long time)
    {
        long number = Math.Max(_newest, Math.Max(0, time) / _slotLength);
        if (number == _newest)
        {
            return;
        }

        _newest = number;
        foreach (RollingSlot slot in _slots)
        {
            if (slot.Number >= 0 && slot.Number <= number - _slots.Length)
            {
                Expire(slot);
            }
        }

        _slots[(int)(number % _slots.Length)].Number = number;
    }

    /// <summary>Distributions by source and, where kept, by pair over the span.</summary>
    public IReadOnlyList<BandTotal> Bands()
    {
        BandScale scale = new(_options.Bands);
        Dictionary<(int Service, BandSubject By), BandSums> sums = [];
        foreach (ServiceDirection service in _services)
        {
            sums[(service.Index, BandSubject.Source)] = new BandSums(scale);
            sums[(service.Index, BandSubject.Pair)] = new BandSums(scale);
        }

        for (uint number = 0; number < (uint)_rows.Count; number++)
        {
            ref RollingRow row = ref _rows[number];
            if (row.Flows > 0)
            {
                sums[(row.ServiceDirection, row.By)].Add(row.Flows, row.Packets, row.Octets);
            }
        }

        List<BandTotal> bands = [];
        foreach (ServiceDirection service in _services)
        {
            foreach (BandSubject by in service.KeepsPairs ? [BandSubject.Source, BandSubject.Pair] : new[] { BandSubject.Source })
            {
                BandSums sum = sums[(service.Index, by)];
                foreach (RollingSlot slot in _slots)
                {
                    PairRow other = slot.Other[OtherIndex(service, by, slot)];
                    sum.AddOther(other.Flows, other.Packets, other.Octets);
                }

                sum.AppendTo(bands, service, by);
            }
        }

        return bands;
    }

    /// <summary>The keys with most flows, then octets, then by address; the destination of a source is <c>::</c>.</summary>
    /// <param name="serviceDirection">Service and direction.</param>
    /// <param name="by">Sources or pairs.</param>
    /// <param name="count">How many; 0 for all.</param>
    public IReadOnlyList<PairTraffic> Top(ServiceDirection serviceDirection, BandSubject by, int count) =>
        Top(serviceDirection, by, count, static key => key);

    /// <summary>The same, each key read into what the caller wants, so that a network's worth of them is not held twice.</summary>
    internal T[] Top<T>(ServiceDirection serviceDirection, BandSubject by, int count, Func<PairTraffic, T> read)
    {
        ArgumentNullException.ThrowIfNull(serviceDirection);
        TopRows top = new(count > 0 ? count : _live, ulong.MaxValue);
        for (uint number = 0; number < (uint)_rows.Count; number++)
        {
            ref RollingRow row = ref _rows[number];
            if (row.Flows > 0 && row.By == by && row.ServiceDirection == serviceDirection.Index)
            {
                top.Offer(new RankedRow(row.Flows, row.Octets, row.Source, row.Destination, number));
            }
        }

        return top.Ordered(ranked => read(new PairTraffic(ranked.Source, ranked.Destination, ranked.Flows, _rows[ranked.Row].Packets, ranked.Octets)));
    }

    private static int OtherIndex(ServiceDirection service, BandSubject by, RollingSlot slot) =>
        service.Index + (by == BandSubject.Pair ? slot.Other.Length / 2 : 0);

    private static void AddOther(RollingSlot slot, ServiceDirection service, BandSubject by, ulong flows, ulong packets, ulong octets)
    {
        ref PairRow other = ref slot.Other[OtherIndex(service, by, slot)];
        other.Flows += flows;
        other.Packets += packets;
        other.Octets += octets;
    }

    private static void AddOthers(RollingSlot slot, ClosedWindow window, ServiceDirection service)
    {
        ReadOnlySpan<TrafficCounts> others = window.Tables.Sources.Other;
        for (ushort trafficClass = 0; trafficClass < others.Length; trafficClass++)
        {
            ref readonly TrafficCounts other = ref others[trafficClass];
            if (other.Flows > 0 && window.Tables.Pools.Classifier[trafficClass].Holds(service.Index))
            {
                AddOther(slot, service, BandSubject.Source, other.Flows, other.Packets, other.Octets);
            }
        }

        PairRow pairs = window.Tables.Pairs.Other[service.Index];
        AddOther(slot, service, BandSubject.Pair, pairs.Flows, pairs.Packets, pairs.Octets);
    }

    private void Account(
        RollingSlot slot, ServiceDirection service, BandSubject by, IpAddress source, IpAddress destination, ulong flows, ulong packets, ulong octets)
    {
        if (!TryRow(service, by, source, destination, out uint number) || !TryEntry(slot, number, out uint entryNumber))
        {
            TableFull++;
            AddOther(slot, service, by, flows, packets, octets);
            return;
        }

        ref RollingRow row = ref _rows[number];
        row.Flows += flows;
        row.Packets += packets;
        row.Octets += octets;
        ref RollingEntry entry = ref slot.Entries[entryNumber];
        entry.Flows += flows;
        entry.Packets += packets;
        entry.Octets += octets;
    }

    private bool TryEntry(RollingSlot slot, uint number, out uint entry)
    {
        ref RollingRow row = ref _rows[number];
        if (row.Entry != 0 && row.NewestSlot == (uint)slot.Number)
        {
            entry = row.Entry - 1;
            return true;
        }

        if (_entries >= _mostEntries)
        {
            entry = 0;
            FreeWhereEmpty(number);
            return false;
        }

        _entries++;
        entry = slot.Entries.Append();
        slot.Entries[entry] = new RollingEntry { Row = number };
        row.Entry = entry + 1;
        row.NewestSlot = (uint)slot.Number;
        return true;
    }

    private bool TryRow(ServiceDirection service, BandSubject by, IpAddress source, IpAddress destination, out uint number)
    {
        uint tag = TrafficPools.PairTag(source.Hash(_seed), destination.Hash(TrafficTables.FingerprintSeed), (ushort)((service.Index * 2) + (int)by));
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        for (int at = (int)(tag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            if ((uint)(slots[at] >> 32) == tag)
            {
                number = (uint)slots[at] - 1;
                ref RollingRow found = ref _rows[number];
                if (found.Source == source && found.Destination == destination && found.ServiceDirection == service.Index && found.By == by)
                {
                    return true;
                }
            }
        }

        number = 0;
        if (_live >= _options.MaxRollingKeys)
        {
            return false;
        }

        number = TakeRow();
        _rows[number] = new RollingRow { Source = source, Destination = destination, ServiceDirection = (ushort)service.Index, By = by, Tag = tag };
        _index.Add(tag, number);
        return true;
    }

    private uint TakeRow()
    {
        _live++;
        if (_freeRow == 0)
        {
            return _rows.Append();
        }

        uint number = _freeRow - 1;
        _freeRow = _rows[number].Entry;
        return number;
    }

    private void FreeWhereEmpty(uint number)
    {
        ref RollingRow row = ref _rows[number];
        if (row.Flows == 0)
        {
            _index.Remove(row.Tag, number);
            row = default;
            row.Entry = _freeRow;
            _freeRow = number + 1;
            _live--;
        }
    }

    private void Expire(RollingSlot slot)
    {
        for (uint number = 0; number < (uint)slot.Entries.Count; number++)
        {
            ref RollingEntry entry = ref slot.Entries[number];
            ref RollingRow row = ref _rows[entry.Row];
            row.Flows -= entry.Flows;
            row.Packets -= entry.Packets;
            row.Octets -= entry.Octets;
            FreeWhereEmpty(entry.Row);
        }

        _entries -= slot.Entries.Count;
        slot.Entries.Clear();
        Array.Clear(slot.Other);
        slot.Number = -1;
    }
}
