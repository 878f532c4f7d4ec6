using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>
/// Walks columns of a table side by side with GETBULK (GETNEXT on v1). The number of rows asked for grows while answers come
/// whole and shrinks when they do not fit, do not come, or are cut. Every answer must move the walk forward.
/// </summary>
public sealed class TableWalk(SnmpClient client, WalkLimits limits, TimeProvider time)
{
    private const int FirstRepetitions = 16;

    private readonly List<WalkColumn> _due = [];
    private int _repetitions;
    private int _ceiling;
    private int _columnLimit;

    /// <summary>Walks until every column ends.</summary>
    /// <param name="columns">Names of the columns; one name walks a subtree.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public async Task<WalkResult> RunAsync(IReadOnlyList<ObjectIdentifier> columns, IWalkSink sink, CancellationToken cancellation)
    {
        WalkColumn[] all = [.. columns.Select((root, position) => new WalkColumn(root, position))];
        var rows = new WalkRows(all.Length, sink);
        long started = time.GetTimestamp();
        _ceiling = client.Target.Version == SnmpVersion.V1 ? 1 : Math.Max(1, client.Target.MaxRepetitions);
        _repetitions = Math.Min(FirstRepetitions, _ceiling);
        _columnLimit = all.Length;
        int unanswered = 0;
        while (Choose(all))
        {
            if (time.GetElapsedTime(started) > limits.Deadline)
            {
                return Failed(SnmpFailure.Deadline, $"the walk takes longer than {limits.Deadline.TotalSeconds:0} s", rows);
            }

            int asked = _repetitions;
            SnmpResult result = await client.GetFollowingAsync([.. _due.Select(column => column.Cursor)], asked, 0, cancellation)
                .ConfigureAwait(false);
            if (result.Pdu is null)
            {
                if (result.Failure is not (SnmpFailure.Timeout or SnmpFailure.Unreachable or SnmpFailure.Malformed or SnmpFailure.NotInTimeWindow)
                    || ++unanswered > client.Target.Retries)
                {
                    return Failed(result.Failure, result.Detail + Where(rows), rows);
                }

                Shrink();
                continue;
            }

            unanswered = 0;
            WalkResult? failure = Take(result, asked, rows, all);
            if (failure is not null)
            {
                return failure.Value;
            }

            rows.Emit(all);
            if (rows.Count > limits.MaximumRows)
            {
                return Failed(SnmpFailure.TooManyRows, $"the table has more than {limits.MaximumRows} rows", rows);
            }
        }

        rows.Emit(all);
        return new WalkResult(SnmpFailure.None, "", rows.Emitted);
    }

    private static WalkResult Failed(SnmpFailure failure, string detail, WalkRows rows) => new(failure, detail, rows.Emitted);

    private static string Where(WalkRows rows) => rows.Count > 0 ? $" after {rows.Count} rows" : "";

    // Only the columns that are furthest behind are asked, so that columns with gaps do not run ahead.
    private bool Choose(WalkColumn[] all)
    {
        _due.Clear();
        foreach (WalkColumn column in all)
        {
            if (column.IsFinished)
            {
                continue;
            }

            int order = _due.Count == 0 ? 0 : column.Index.SequenceCompareTo(_due[0].Index);
            if (order < 0)
            {
                _due.Clear();
            }

            if (order <= 0)
            {
                _due.Add(column);
            }
        }

        if (_due.Count > _columnLimit)
        {
            _due.RemoveRange(_columnLimit, _due.Count - _columnLimit);
        }

        return _due.Count > 0;
    }

    private WalkResult? Take(SnmpResult result, int asked, WalkRows rows, WalkColumn[] all)
    {
        SnmpPdu pdu = result.Pdu!;
        switch ((SnmpErrorStatus)pdu.ErrorStatus)
        {
            case SnmpErrorStatus.NoError:
                return TakeRows(result, asked, rows);
            case SnmpErrorStatus.TooBig:
                return Shrink() ? null : Failed(SnmpFailure.TooBig, "the agent cannot fit one object into an answer", rows);
            case SnmpErrorStatus.NoSuchName when pdu.ErrorIndex >= 1 && pdu.ErrorIndex <= _due.Count:
                // RFC 1157 4.1.3: v1 has no other way to say that nothing follows.
                _due[pdu.ErrorIndex - 1].IsFinished = true;
                return null;
            default:
                return Failed(
                    SnmpFailure.AgentError,
                    $"the agent answers {(SnmpErrorStatus)pdu.ErrorStatus} at {_due[Math.Clamp(pdu.ErrorIndex, 1, _due.Count) - 1].Cursor}{Where(rows)}",
                    rows);
        }
    }

    private WalkResult? TakeRows(SnmpResult result, int asked, WalkRows rows)
    {
        IReadOnlyList<VarBind> bindings = result.Pdu!.VarBinds;
        int width = _due.Count;
        if (bindings.Count == 0)
        {
            return Shrink() ? null : Failed(SnmpFailure.AgentError, "the agent answers without objects", rows);
        }

        if (bindings.Count > width * asked)
        {
            return Failed(SnmpFailure.Malformed, $"the agent sends {bindings.Count} objects where {width * asked} were asked for", rows);
        }

        // A cut last repetition is left out, so that the columns stay side by side; the next request brings it.
        int usable = bindings.Count >= width ? bindings.Count - (bindings.Count % width) : bindings.Count;
        for (int c = 0; c < width; c++)
        {
            WalkColumn column = _due[c];
            int from = 0;
            for (int i = c; i < usable && !column.IsFinished; i += width)
            {
                VarBind binding = bindings[i];
                if (binding.Value.Kind == SnmpValueKind.EndOfMibView || !binding.Name.StartsWith(column.Root))
                {
                    column.IsFinished = true;
                }
                else if (binding.Name <= column.Cursor)
                {
                    return Failed(
                        SnmpFailure.OutOfOrder, $"the agent answers {binding.Name} after {column.Cursor}: names do not increase", rows);
                }
                else
                {
                    rows.Put(column, binding, ref from);
                    column.Cursor = binding.Name;
                }
            }
        }

        Adapt(result.Octets, asked, usable / width);
        return null;
    }

    private void Adapt(int octets, int asked, int got)
    {
        if (got < asked)
        {
            // The agent's message size cuts the answer: asking for more only costs it work.
            _repetitions = Math.Clamp(got + 1, 1, _ceiling);
        }
        else if (octets < client.Target.AnswerOctets / 2)
        {
            _repetitions = Math.Min(_repetitions * 2, _ceiling);
        }
        else if (octets > client.Target.AnswerOctets)
        {
            _repetitions = Math.Max(1, _repetitions * 3 / 4);
        }
    }

    // Halves what is asked for: first rows, then columns. False when it is one object already.
    private bool Shrink()
    {
        if (_repetitions > 1)
        {
            _repetitions /= 2;
            _ceiling = _repetitions;
            return true;
        }

        if (_columnLimit > 1 && _due.Count > 1)
        {
            _columnLimit = _due.Count / 2;
            return true;
        }

        return false;
    }
}
