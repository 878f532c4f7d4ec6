using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>SMTP senders of the last day, up to a maximum. Those that sent nothing for a day make room when an hour ends.</summary>
internal sealed class MailSourceTable(int maximum)
{
    private readonly RowChunks<MailSourceState> _rows = new(new ChunkPool<MailSourceState>());
    private readonly RowIndex _index = new();
    private readonly Stack<uint> _free = new();

    /// <summary>Rows, free ones (without a source) included.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Senders held.</summary>
    public int Count => _rows.Count - _free.Count;

    /// <summary>Windows of senders that found no room.</summary>
    public long Full { get; private set; }

    /// <summary>Row by its number.</summary>
    public ref MailSourceState this[uint row] => ref _rows[row];

    /// <summary>The row of a sender; false where it has none.</summary>
    public bool TryFind(IpAddress source, out uint row)
    {
        ulong[] slots = _index.Slots;
        int mask = slots.Length - 1;
        uint tag = TagOf(source);
        for (int at = (int)(tag >> _index.Shift); slots[at] != 0; at = (at + 1) & mask)
        {
            row = (uint)slots[at] - 1;
            if ((uint)(slots[at] >> 32) == tag && _rows[row].Source == source)
            {
                return true;
            }
        }

        row = 0;
        return false;
    }

    /// <summary>The row of a sender, a new one where there is none; false when there is no room.</summary>
    public bool TryFindOrAdd(IpAddress source, long hour, out uint row)
    {
        if (TryFind(source, out row))
        {
            return true;
        }

        if (Count >= maximum)
        {
            Full++;
            return false;
        }

        row = _free.TryPop(out uint free) ? free : _rows.Append();
        _rows[row] = new MailSourceState { Source = source, Tag = TagOf(source), Hour = hour };
        _index.Add(_rows[row].Tag, row);
        return true;
    }

    /// <summary>Brings every sender to an observed hour and lets those go that were silent for a day.</summary>
    public void EndHour(long hour)
    {
        for (uint row = 0; row < (uint)_rows.Count; row++)
        {
            ref MailSourceState state = ref _rows[row];
            if (state.Source.IsNone)
            {
                continue;
            }

            state.Advance(hour);
            if (state.ActiveHours == 0)
            {
                _index.Remove(state.Tag, row);
                state = default;
                _free.Push(row);
            }
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _rows.Clear();
        _index.Clear();
        _free.Clear();
    }

    /// <summary>Writes all senders.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StructBytes.SizeOf<MailSourceState>());
        writer.Write(Count);
        for (uint row = 0; row < (uint)_rows.Count; row++)
        {
            if (!_rows[row].Source.IsNone)
            {
                _rows[row].Save(writer);
            }
        }
    }

    /// <summary>Reads senders; false where another version wrote them.</summary>
    public bool Restore(BinaryReader reader)
    {
        if (reader.ReadInt32() != StructBytes.SizeOf<MailSourceState>())
        {
            return false;
        }

        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            StructBytes.Read(reader, out MailSourceState state);
            if (TryFindOrAdd(state.Source, state.Hour, out uint row))
            {
                state.Tag = TagOf(state.Source);
                _rows[row] = state;
            }
        }

        return true;
    }

    // No sender can choose addresses that collide: the seed of addresses in dictionaries is drawn for each process.
    private static uint TagOf(IpAddress source) => (uint)source.GetHashCode();
}
