using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>
/// Batches of one output on disk, from the moment they are made until they are delivered: oldest first, within a bound, and
/// whatever is appended is there after the process was killed at any moment. One thread appends, another reads and acknowledges.
/// </summary>
internal sealed class DiskSpool : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly SpoolLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Lock _sync = new();
    private readonly LinkedList<SpoolSegment> _segments = new();
    private readonly SpoolWriter _writer;
    private readonly SpoolReader _reader = new();
    private readonly ArrayBufferWriter<byte> _frame = new();
    private readonly AutoResetEvent _filled = new(false);
    private readonly AutoResetEvent _freed = new(false);
    private readonly Queue<(SpoolBatch Batch, SpoolSegment Segment)> _underWay = new();
    private ulong _lastSequence;
    private long _recovered;
    private long _appended;
    private long _acknowledged;
    private long _dropped;
    private long _damaged;
    private long _refused;
    private long _octets;

    private DiskSpool(SpoolFolder folder, SpoolLimits limits, TimeProvider clock)
    {
        _folder = folder;
        _limits = limits;
        _clock = clock;
        _writer = new SpoolWriter(folder.Path, limits.SegmentOctets);
        Recover();
    }

    /// <summary>Items given up because there was no room; called on the appending thread.</summary>
    public event Action<long>? Dropped;

    /// <summary>Items that could not be written, with the reason; called on the appending thread.</summary>
    public event Action<long, string>? Refused;

    /// <summary>Tells this spool from one made anew in the same folder: together with a batch's number it names the batch for ever.</summary>
    public Guid Identity => _folder.Identity;

    /// <summary>Set by each append.</summary>
    public WaitHandle Filled => _filled;

    /// <summary>The account.</summary>
    public SpoolCounters Counters
    {
        get
        {
            lock (_sync)
            {
                long waiting = _recovered + _appended - _acknowledged - _dropped - _damaged;
                long? oldest = _underWay.TryPeek(out (SpoolBatch Batch, SpoolSegment Segment) first) ? first.Batch.CreatedMs : null;
                return new SpoolCounters(_recovered, _appended, _acknowledged, _dropped, _damaged, waiting, _refused, _octets, oldest);
            }
        }
    }

    /// <summary>Opens the spool of a folder, and finds what an earlier run left in it.</summary>
    /// <exception cref="SpoolException">The folder cannot be used, or another process has it.</exception>
    public static DiskSpool Open(string folder, SpoolLimits limits, TimeProvider clock)
    {
        SpoolFolder taken = SpoolFolder.Take(folder);
        try
        {
            return new DiskSpool(taken, limits, clock);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            taken.Dispose();
            throw SpoolFolder.Unusable(folder, failure);
        }
    }

    /// <summary>Writes a batch behind the others. When it returns true, the batch outlives the process.</summary>
    /// <param name="headers">Names and values that go with it.</param>
    /// <param name="payload">Its octets.</param>
    /// <param name="items">How many items they hold.</param>
    /// <param name="stop">Ends the wait for room; the batch is then refused.</param>
    public bool Append(IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> payload, int items, CancellationToken stop = default)
    {
        _frame.ResetWrittenCount();
        ulong sequence = _lastSequence + 1;
        SpoolFrame.Write(_frame, sequence, _clock.GetUtcNow().ToUnixTimeMilliseconds(), items, headers, payload);
        int octets = _frame.WrittenCount;
        if (octets > _limits.MaxOctets)
        {
            return Refuse(items, "the batch is larger than outputs.spool.max");
        }

        if (!MakeRoom(octets, stop))
        {
            return Refuse(items, "the sensor was stopped before there was room");
        }

        try
        {
            SpoolSegment segment = _writer.Prepare(sequence);
            _writer.Write(_frame.WrittenSpan);
            lock (_sync)
            {
                if (_segments.Last?.Value != segment)
                {
                    _segments.AddLast(segment);
                }

                segment.Octets += octets;
                _octets += octets;
                if (segment.IsGivenUp)
                {
                    _damaged += items;
                }
                else
                {
                    segment.WaitingBatches++;
                    segment.WaitingItems += items;
                }

                _appended += items;
                _lastSequence = sequence;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse(items, FileTrouble.Describe(failure));
        }

        _filled.Set();
        return true;
    }

    /// <summary>Reads the oldest batch that was not read yet. It stays in the spool until it is acknowledged.</summary>
    public bool TryRead([NotNullWhen(true)] out SpoolBatch? batch)
    {
        while (FindUnread() is SpoolSegment segment)
        {
            if (!_reader.TryReadFrame(out SpoolFrame frame))
            {
                GiveUpRest(segment);
                continue;
            }

            if (frame.Sequence <= _folder.Position.Acknowledged)
            {
                _reader.Skip(frame);
                continue;
            }

            batch = _reader.ReadBatch(frame);
            lock (_sync)
            {
                // The segment may have been dropped meanwhile; its items are counted then.
                bool present = segment.Octets >= 0;
                if (present && batch is not null)
                {
                    segment.UnderWay += batch.Items;
                    _underWay.Enqueue((batch, segment));
                    return true;
                }

                if (present)
                {
                    _damaged += frame.Items;
                    segment.WaitingBatches--;
                    segment.WaitingItems -= frame.Items;
                }
            }
        }

        batch = null;
        return false;
    }

    /// <summary>The oldest batches that were read, this one the last of them, are delivered or refused for good: they go from the spool.</summary>
    /// <exception cref="SpoolException">The position cannot be written, so that they will be delivered again after a restart.</exception>
    public void Acknowledge(SpoolBatch last)
    {
        lock (_sync)
        {
            while (_underWay.TryPeek(out var oldest) && oldest.Batch.Sequence <= last.Sequence)
            {
                _underWay.Dequeue();
                _acknowledged += oldest.Batch.Items;
                oldest.Segment.UnderWay -= oldest.Batch.Items;
                oldest.Segment.WaitingBatches--;
                oldest.Segment.WaitingItems -= oldest.Batch.Items;
            }
        }

        try
        {
            _folder.Position.Write(last.Sequence);
        }
        catch (IOException failure)
        {
            throw SpoolFolder.Unusable(_folder.Path, failure);
        }
        finally
        {
            RemoveDelivered();
            _freed.Set();
        }
    }

    /// <summary>Closes the files; what waits is found by the next to open the folder.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        RemoveDelivered();
        _folder.Dispose();
        _filled.Dispose();
        _freed.Dispose();
    }

    private void Recover()
    {
        _lastSequence = _folder.Position.Acknowledged;
        foreach (string path in Directory.EnumerateFiles(_folder.Path, "*" + SpoolSegment.Extension).Order(StringComparer.Ordinal))
        {
            if (SpoolSegment.Recover(path, _folder.Position.Acknowledged, ref _lastSequence) is not SpoolSegment segment)
            {
                continue;
            }

            _segments.AddLast(segment);
            _octets += segment.Octets;
            _recovered += segment.WaitingItems;
        }

        RemoveDelivered();
    }

    private bool MakeRoom(int octets, CancellationToken stop)
    {
        while (true)
        {
            SpoolSegment? oldest;
            lock (_sync)
            {
                if (_octets + octets <= _limits.MaxOctets)
                {
                    return true;
                }

                oldest = _segments.First?.Value;
            }

            if (oldest == _writer.Segment)
            {
                _writer.Close();
            }

            if (_limits.WhenFull == SpoolWhenFull.DropOldest || oldest!.WaitingBatches == 0)
            {
                Drop(oldest!);
            }
            else if (stop.IsCancellationRequested)
            {
                return false;
            }
            else
            {
                WaitHandle.WaitAny([_freed, stop.WaitHandle]);
            }
        }
    }

    private void Drop(SpoolSegment segment)
    {
        long lost;
        lock (_sync)
        {
            if (!_segments.Remove(segment))
            {
                return;
            }

            // What is under way may still be delivered; it is acknowledged or comes back to nothing.
            lost = segment.WaitingItems - segment.UnderWay;
            _dropped += lost;
            _octets -= segment.Octets;
            segment.Octets = -1;
        }

        Delete(segment);
        if (lost > 0)
        {
            Dropped?.Invoke(lost);
        }
    }

    private void RemoveDelivered()
    {
        List<SpoolSegment> delivered = [];
        lock (_sync)
        {
            while (_segments.First?.Value is { WaitingBatches: <= 0 } oldest && oldest != _writer.Segment)
            {
                _segments.RemoveFirst();
                _octets -= oldest.Octets;
                oldest.Octets = -1;
                delivered.Add(oldest);
            }
        }

        delivered.ForEach(Delete);
    }

    // The segment to read on in, opened; null when everything was read.
    private SpoolSegment? FindUnread()
    {
        SpoolSegment? next;
        lock (_sync)
        {
            SpoolSegment? present = _reader.Segment;
            if (present is { IsGivenUp: false } && present.Octets > _reader.Offset)
            {
                return present;
            }

            next = present is null
                ? _segments.First?.Value
                : _segments.FirstOrDefault(segment => segment.FirstSequence > present.FirstSequence);
        }

        if (next is null)
        {
            return null;
        }

        try
        {
            _reader.Open(next);
        }
        catch (IOException)
        {
            // Dropped this moment, or taken away by somebody: the first frame will not be found.
        }

        return next;
    }

    private void GiveUpRest(SpoolSegment segment)
    {
        lock (_sync)
        {
            if (segment.Octets < 0)
            {
                return;
            }

            segment.IsGivenUp = true;
            _damaged += segment.WaitingItems - segment.UnderWay;
            segment.WaitingItems = segment.UnderWay;
            segment.WaitingBatches = _underWay.Count(pair => pair.Segment == segment);
        }

        RemoveDelivered();
    }

    private bool Refuse(int items, string reason)
    {
        lock (_sync)
        {
            _refused += items;
        }

        Refused?.Invoke(items, reason);
        return false;
    }

    private static void Delete(SpoolSegment segment)
    {
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Found delivered, and deleted, when the folder is opened next.
        }
    }
}
