using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>
/// Joins columns that are read side by side into rows. Rows wait, sorted by index, until every unfinished column has passed
/// them; as only the columns that are furthest behind are asked, few rows ever wait.
/// </summary>
internal sealed class WalkRows(int columns, IWalkSink sink)
{
    private readonly List<WalkRow> _waiting = [];
    private readonly Stack<WalkRow> _spare = new();

    internal int Emitted { get; private set; }

    /// <summary>Rows handed over and waiting.</summary>
    internal int Count => Emitted + _waiting.Count;

    /// <summary>Puts a cell into its row. <paramref name="from"/> is where the search starts and where the row was found.</summary>
    internal void Put(WalkColumn column, VarBind binding, ref int from)
    {
        ReadOnlySpan<uint> index = binding.Name.Arcs[column.Root.Length..];
        while (from < _waiting.Count)
        {
            int order = _waiting[from].Index.SequenceCompareTo(index);
            if (order == 0)
            {
                _waiting[from].Cells[column.Position] = binding.Value;
                return;
            }

            if (order > 0)
            {
                break;
            }

            from++;
        }

        WalkRow row = (_spare.TryPop(out WalkRow? spare) ? spare : new WalkRow(columns)).Reset(binding.Name, column.Root.Length);
        row.Cells[column.Position] = binding.Value;
        _waiting.Insert(from, row);
    }

    /// <summary>Hands over the rows that no unfinished column can still add to.</summary>
    internal void Emit(IReadOnlyList<WalkColumn> all)
    {
        int ready = 0;
        while (ready < _waiting.Count && IsPassed(_waiting[ready], all))
        {
            WalkRow row = _waiting[ready++];
            sink.OnRow(row.Index, row.Cells);
            _spare.Push(row);
        }

        _waiting.RemoveRange(0, ready);
        Emitted += ready;
    }

    private static bool IsPassed(WalkRow row, IReadOnlyList<WalkColumn> all)
    {
        foreach (WalkColumn column in all)
        {
            if (!column.IsFinished && column.Index.SequenceCompareTo(row.Index) < 0)
            {
                return false;
            }
        }

        return true;
    }
}
