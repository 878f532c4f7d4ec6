namespace FlowSensor.Engine.Inspection;

/// <summary>Brings the octets of one direction of a session into order, within a fixed room for those that come early.</summary>
internal sealed class OctetOrder
{
    private readonly ISessionSink _sink;
    private readonly SegmentPool _pool;
    private readonly ReassemblyCounters _counters;
    private readonly int _maxBlocks;

    public OctetOrder(InspectionOptions options, ISessionSink sink, SegmentPool pool, ReassemblyCounters counters)
    {
        _sink = sink;
        _pool = pool;
        _counters = counters;
        _maxBlocks = Math.Max(1, options.MaxWaitingOctetsPerStream / SegmentPool.BlockLength);
    }

    /// <summary>Takes the payload of a segment: hands on what comes next, drops what is repeated, keeps what is early.</summary>
    public void Deliver(
        ref TcpSession session, ref HalfStream half, in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        uint sequence = segment.Sequence;
        if (!half.IsKnown)
        {
            half.IsKnown = true;
            half.NextSequence = sequence;
        }

        int ahead = (int)(sequence - half.NextSequence);
        if (ahead > 0 && half.HasAcknowledged && !SequenceOrder.IsBefore(half.Acknowledged, sequence))
        {
            // The receiver has what we lack: it will not be sent again.
            SkipTo(ref session, ref half, sequence, fromClient, timeMs);
            ahead = (int)(sequence - half.NextSequence);
        }

        if (ahead > 0)
        {
            _counters.OutOfOrder++;
            Keep(ref session, ref half, sequence, payload, fromClient, timeMs);
            return;
        }

        int repeated = -ahead;
        if (repeated >= segment.PayloadLength)
        {
            _counters.Retransmitted++;
            return;
        }

        Emit(ref session, ref half, payload[Math.Min(repeated, payload.Length)..], fromClient, timeMs);
        int cut = segment.PayloadLength - Math.Max(payload.Length, repeated);
        if (cut > 0)
        {
            // The snap length cut the segment.
            Gap(ref session, ref half, (uint)cut, fromClient, timeMs);
        }

        EmitWaiting(ref session, ref half, fromClient, timeMs);
    }

    /// <summary>Skips holes before octets that the receiver has acknowledged: what is missing will not come again.</summary>
    public void SkipWhatWasAcknowledged(ref TcpSession session, ref HalfStream half, bool fromClient, long timeMs)
    {
        while (half.FirstWaiting >= 0 && half.HasAcknowledged && !session.IsOpaque
            && SequenceOrder.IsBefore(_pool.Sequence(half.FirstWaiting), half.Acknowledged))
        {
            SkipTo(ref session, ref half, _pool.Sequence(half.FirstWaiting), fromClient, timeMs);
            EmitWaiting(ref session, ref half, fromClient, timeMs);
        }
    }

    /// <summary>Hands on all that waits, holes skipped: the session ends.</summary>
    public void Flush(ref TcpSession session, ref HalfStream half, bool fromClient, long timeMs)
    {
        while (half.FirstWaiting >= 0)
        {
            SkipTo(ref session, ref half, _pool.Sequence(half.FirstWaiting), fromClient, timeMs);
            EmitWaiting(ref session, ref half, fromClient, timeMs);
        }
    }

    private void Emit(ref TcpSession session, ref HalfStream half, ReadOnlySpan<byte> data, bool fromClient, long timeMs)
    {
        half.NextSequence += (uint)data.Length;
        if (!data.IsEmpty && !session.IsOpaque)
        {
            _sink.OnData(ref session, fromClient, data, timeMs);
        }
    }

    private void Gap(ref TcpSession session, ref HalfStream half, uint octets, bool fromClient, long timeMs)
    {
        half.NextSequence += octets;
        session.HasLoss = true;
        _counters.Gaps++;
        _counters.LostOctets += octets;
        if (!session.IsOpaque)
        {
            _sink.OnGap(ref session, fromClient, octets, timeMs);
        }
    }

    private void SkipTo(ref TcpSession session, ref HalfStream half, uint sequence, bool fromClient, long timeMs)
    {
        while (SequenceOrder.IsBefore(half.NextSequence, sequence))
        {
            EmitWaiting(ref session, ref half, fromClient, timeMs);
            uint next = half.FirstWaiting >= 0 && SequenceOrder.IsBefore(_pool.Sequence(half.FirstWaiting), sequence)
                ? _pool.Sequence(half.FirstWaiting)
                : sequence;
            if (SequenceOrder.IsBefore(half.NextSequence, next))
            {
                Gap(ref session, ref half, next - half.NextSequence, fromClient, timeMs);
            }
        }
    }

    private void Keep(
        ref TcpSession session, ref HalfStream half, uint sequence, ReadOnlySpan<byte> payload, bool fromClient, long timeMs)
    {
        while (!payload.IsEmpty && !session.IsOpaque)
        {
            ReadOnlySpan<byte> part = payload[..Math.Min(payload.Length, SegmentPool.BlockLength)];
            int block = half.WaitingBlocks < _maxBlocks ? _pool.TryRent(sequence, part) : -1;
            if (block < 0)
            {
                // No room to wait any longer: what is missing counts as lost. With nothing waiting here there is nothing to free.
                uint until = half.FirstWaiting >= 0 && SequenceOrder.IsBefore(_pool.Sequence(half.FirstWaiting), sequence)
                    ? _pool.Sequence(half.FirstWaiting)
                    : sequence;
                SkipTo(ref session, ref half, until, fromClient, timeMs);
                EmitWaiting(ref session, ref half, fromClient, timeMs);
                if (!SequenceOrder.IsBefore(half.NextSequence, sequence))
                {
                    int repeated = (int)Math.Min(half.NextSequence - sequence, (uint)payload.Length);
                    Emit(ref session, ref half, payload[repeated..], fromClient, timeMs);
                    EmitWaiting(ref session, ref half, fromClient, timeMs);
                    return;
                }

                continue;
            }

            Insert(ref half, block, sequence);
            sequence += (uint)part.Length;
            payload = payload[part.Length..];
        }
    }

    private void Insert(ref HalfStream half, int block, uint sequence)
    {
        half.WaitingBlocks++;
        int before = -1;
        int at = half.FirstWaiting;
        while (at >= 0 && !SequenceOrder.IsBefore(sequence, _pool.Sequence(at)))
        {
            before = at;
            at = _pool.Next(at);
        }

        _pool.SetNext(block, at);
        if (before < 0)
        {
            half.FirstWaiting = block;
        }
        else
        {
            _pool.SetNext(before, block);
        }
    }

    private void EmitWaiting(ref TcpSession session, ref HalfStream half, bool fromClient, long timeMs)
    {
        while (half.FirstWaiting >= 0 && !SequenceOrder.IsBefore(half.NextSequence, _pool.Sequence(half.FirstWaiting)))
        {
            int block = half.FirstWaiting;
            ReadOnlySpan<byte> payload = _pool.Payload(block);
            uint repeated = half.NextSequence - _pool.Sequence(block);
            half.FirstWaiting = _pool.Next(block);
            half.WaitingBlocks--;
            if (repeated < payload.Length)
            {
                Emit(ref session, ref half, payload[(int)repeated..], fromClient, timeMs);
            }

            _pool.Return(block);
        }
    }
}
