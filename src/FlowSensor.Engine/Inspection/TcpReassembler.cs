namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Puts TCP sessions together within fixed memory. Attempts cost sixteen octets in a table of fixed size; a session gets a slot
/// when its handshake is complete or its first octets come. Octets before the next expected one are dropped as repeated, octets
/// after it wait; when the receiver has acknowledged what the capture lacks, or too much waits, the gap is skipped and noted.
/// </summary>
internal sealed class TcpReassembler
{
    private readonly InspectionOptions _options;
    private readonly ISessionSink _sink;
    private readonly TcpSessionTable _table;
    private readonly HandshakeTable _handshakes;
    private readonly SegmentPool _pool;
    private readonly long _timeout;
    private readonly long _closedTimeout;
    private readonly int _maxBlocks;

    public TcpReassembler(InspectionOptions options, ISessionSink sink)
    {
        _options = options;
        _sink = sink;
        _table = new TcpSessionTable(options.MaxSessions, options.Seed);
        _handshakes = new HandshakeTable(options.MaxHandshakes, options.Seed);
        _pool = new SegmentPool(options.MaxWaitingOctets);
        _timeout = (long)options.SessionTimeout.TotalMilliseconds;
        _closedTimeout = (long)options.ClosedTimeout.TotalMilliseconds;
        _maxBlocks = Math.Max(1, options.MaxWaitingOctetsPerStream / SegmentPool.BlockLength);
    }

    public ReassemblyCounters Counters { get; } = new();

    public int Sessions => _table.Count;

    public int WaitingBlocks => _pool.InUse;

    public long HandshakesPushedOut => _handshakes.PushedOut;

    /// <summary>Takes one segment of a session whose server side is known.</summary>
    public void Add(in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        Counters.Segments++;
        Expire(timeMs, 2);
        SessionKey key = fromClient
            ? new SessionKey(segment.Source, segment.SourcePort, segment.Destination, segment.DestinationPort)
            : new SessionKey(segment.Destination, segment.DestinationPort, segment.Source, segment.SourcePort);
        int slot = _table.Find(key);
        if (segment.Has(TcpSegment.Syn))
        {
            AddSyn(segment, fromClient, key, slot, timeMs);
            return;
        }

        if (slot >= 0 && _table[slot].State == SessionState.Closed)
        {
            // An attempt seen since then makes it a new session that reuses the port.
            if (!fromClient || !_handshakes.TryComplete(key, segment.Sequence))
            {
                return;
            }

            _table.Remove(slot);
            slot = Open(key, timeMs, isEstablished: true);
        }
        else if (slot < 0)
        {
            slot = TryOpen(segment, fromClient, key, timeMs);
            if (slot < 0)
            {
                Counters.Stray++;
                return;
            }
        }

        else if (_table[slot].HasNewAttempt && fromClient && _handshakes.TryComplete(key, segment.Sequence))
        {
            // The end of the old session is missing from the capture and its port is used again.
            Close(ref _table[slot], timeMs);
            _table.Remove(slot);
            slot = Open(key, timeMs, isEstablished: true);
        }

        _table.Touch(slot, timeMs);
        ref TcpSession session = ref _table[slot];
        Advance(ref session, segment, fromClient, payload, timeMs);
        if (segment.Has(TcpSegment.Rst) || IsOver(session))
        {
            Close(ref session, timeMs);
            Counters.Closed++;
        }
    }

    /// <summary>Ends sessions whose time is over, at most <paramref name="atMost"/> of them.</summary>
    public void Expire(long timeMs, int atMost)
    {
        for (; atMost > 0 && _table.Oldest >= 0; atMost--)
        {
            int slot = _table.Oldest;
            ref TcpSession session = ref _table[slot];
            long age = timeMs - session.LastSeen;
            if (age < (session.State == SessionState.Closed ? _closedTimeout : _timeout))
            {
                return;
            }

            if (session.State == SessionState.Open)
            {
                Counters.TimedOut++;
                Close(ref session, timeMs);
            }

            _table.Remove(slot);
        }
    }

    /// <summary>Ends every session: the capture is over.</summary>
    public void CloseAll(long timeMs)
    {
        while (_table.Oldest >= 0)
        {
            int slot = _table.Oldest;
            if (_table[slot].State == SessionState.Open)
            {
                Close(ref _table[slot], timeMs);
            }

            _table.Remove(slot);
        }
    }

    private void AddSyn(in TcpSegment segment, bool fromClient, in SessionKey key, int slot, long timeMs)
    {
        // SYN+ACK leaves no trace: the client's answer to it says more.
        if (!fromClient || segment.Has(TcpSegment.Ack))
        {
            return;
        }

        Counters.Attempts++;
        if (slot >= 0 && _table[slot].State == SessionState.Open && _table[slot].Client.IsKnown
            && _table[slot].Client.NextSequence == segment.Sequence + 1)
        {
            return;
        }

        if (slot >= 0)
        {
            _table[slot].HasNewAttempt = true;
        }

        _handshakes.Add(key, segment.Sequence, timeMs);
    }

    private int TryOpen(in TcpSegment segment, bool fromClient, in SessionKey key, long timeMs)
    {
        if (segment.Has(TcpSegment.Rst))
        {
            return -1;
        }

        if (fromClient && segment.Has(TcpSegment.Ack) && _handshakes.TryComplete(key, segment.Sequence))
        {
            int slot = Open(key, timeMs, isEstablished: true);
            ref TcpSession session = ref _table[slot];
            session.Client.IsKnown = true;
            session.Client.NextSequence = segment.Sequence;
            session.Server.IsKnown = true;
            session.Server.NextSequence = segment.Acknowledgment;
            return slot;
        }

        // The ACK of the handshake may be missing from the capture, or the whole handshake: octets are proof enough.
        return segment.PayloadLength > 0 && segment.Has(TcpSegment.Ack) ? Open(key, timeMs, isEstablished: false) : -1;
    }

    private int Open(in SessionKey key, long timeMs, bool isEstablished)
    {
        if (_table.IsFull)
        {
            int oldest = _table.Oldest;
            if (_table[oldest].State == SessionState.Open)
            {
                Counters.Evicted++;
                Close(ref _table[oldest], timeMs);
            }

            _table.Remove(oldest);
        }

        int slot = _table.Add(key, timeMs);
        ref TcpSession session = ref _table[slot];
        session.IsEstablished = isEstablished;
        Counters.Opened++;
        Counters.OpenedMidstream += isEstablished ? 0 : 1;
        _sink.OnOpened(ref session, timeMs);
        return slot;
    }

    private void Advance(ref TcpSession session, in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        ref HalfStream sent = ref (fromClient ? ref session.Client : ref session.Server);
        ref HalfStream answered = ref (fromClient ? ref session.Server : ref session.Client);
        if (segment.Has(TcpSegment.Ack))
        {
            answered.Acknowledged = answered.HasAcknowledged && !IsBefore(answered.Acknowledged, segment.Acknowledgment)
                ? answered.Acknowledged
                : segment.Acknowledgment;
            answered.HasAcknowledged = true;
        }

        if (segment.Has(TcpSegment.Fin))
        {
            sent.HasFin = true;
            sent.FinSequence = segment.Sequence + (uint)segment.PayloadLength;
        }

        if (segment.PayloadLength > 0)
        {
            sent.Octets += segment.PayloadLength;
            sent.DataSegments++;
            if (!session.IsOpaque)
            {
                Deliver(ref session, ref sent, segment, fromClient, payload, timeMs);
            }
        }

        if (!session.IsOpaque && answered.FirstWaiting >= 0)
        {
            SkipWhatWasAcknowledged(ref session, ref answered, !fromClient, timeMs);
        }
    }

    private void Deliver(
        ref TcpSession session, ref HalfStream half, in TcpSegment segment, bool fromClient, ReadOnlySpan<byte> payload, long timeMs)
    {
        uint sequence = segment.Sequence;
        if (!half.IsKnown)
        {
            half.IsKnown = true;
            half.NextSequence = sequence;
        }

        int ahead = (int)(sequence - half.NextSequence);
        if (ahead > 0 && half.HasAcknowledged && !IsBefore(half.Acknowledged, sequence))
        {
            // The receiver has what we lack: it will not be sent again.
            SkipTo(ref session, ref half, sequence, fromClient, timeMs);
            ahead = (int)(sequence - half.NextSequence);
        }

        if (ahead > 0)
        {
            Counters.OutOfOrder++;
            Keep(ref session, ref half, sequence, payload, fromClient, timeMs);
            return;
        }

        int repeated = -ahead;
        if (repeated >= segment.PayloadLength)
        {
            Counters.Retransmitted++;
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
        Counters.Gaps++;
        Counters.LostOctets += octets;
        if (!session.IsOpaque)
        {
            _sink.OnGap(ref session, fromClient, octets, timeMs);
        }
    }

    private void SkipTo(ref TcpSession session, ref HalfStream half, uint sequence, bool fromClient, long timeMs)
    {
        while (IsBefore(half.NextSequence, sequence))
        {
            EmitWaiting(ref session, ref half, fromClient, timeMs);
            uint next = half.FirstWaiting >= 0 && IsBefore(_pool.Sequence(half.FirstWaiting), sequence)
                ? _pool.Sequence(half.FirstWaiting)
                : sequence;
            if (IsBefore(half.NextSequence, next))
            {
                Gap(ref session, ref half, next - half.NextSequence, fromClient, timeMs);
            }
        }
    }

    private void SkipWhatWasAcknowledged(ref TcpSession session, ref HalfStream half, bool fromClient, long timeMs)
    {
        while (half.FirstWaiting >= 0 && half.HasAcknowledged && !session.IsOpaque
            && IsBefore(_pool.Sequence(half.FirstWaiting), half.Acknowledged))
        {
            SkipTo(ref session, ref half, _pool.Sequence(half.FirstWaiting), fromClient, timeMs);
            EmitWaiting(ref session, ref half, fromClient, timeMs);
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
                uint until = half.FirstWaiting >= 0 && IsBefore(_pool.Sequence(half.FirstWaiting), sequence)
                    ? _pool.Sequence(half.FirstWaiting)
                    : sequence;
                SkipTo(ref session, ref half, until, fromClient, timeMs);
                EmitWaiting(ref session, ref half, fromClient, timeMs);
                if (!IsBefore(half.NextSequence, sequence))
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
        while (at >= 0 && !IsBefore(sequence, _pool.Sequence(at)))
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
        while (half.FirstWaiting >= 0 && !IsBefore(half.NextSequence, _pool.Sequence(half.FirstWaiting)))
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

    private void Close(ref TcpSession session, long timeMs)
    {
        Flush(ref session, ref session.Client, fromClient: true, timeMs);
        Flush(ref session, ref session.Server, fromClient: false, timeMs);
        _sink.OnClosed(ref session, timeMs);
        session.State = SessionState.Closed;
    }

    private void Flush(ref TcpSession session, ref HalfStream half, bool fromClient, long timeMs)
    {
        while (half.FirstWaiting >= 0)
        {
            SkipTo(ref session, ref half, _pool.Sequence(half.FirstWaiting), fromClient, timeMs);
            EmitWaiting(ref session, ref half, fromClient, timeMs);
        }
    }

    private static bool IsOver(in TcpSession session) => IsOver(session.Client) && IsOver(session.Server);

    private static bool IsOver(in HalfStream half) =>
        half.HasFin && (!half.IsKnown || !IsBefore(half.NextSequence, half.FinSequence) || half.HasAcknowledged && !IsBefore(half.Acknowledged, half.FinSequence));

    // RFC 9293 3.4: numbers are compared modulo 2^32.
    private static bool IsBefore(uint left, uint right) => (int)(left - right) < 0;
}
