using System.Runtime.CompilerServices;
using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.ClickHouse;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Encodes flow records into batches, on the thread that accounts them and without allocation. A batch ends when it is full, old, holds
/// too many days, or a window closes. When no batch is free the records are lost and counted: reception does not wait for a disk.
/// </summary>
internal sealed class FlowRecorder
{
    // Each day is a partition, and a server refuses an insert that touches too many (100 by default).
    private const int MostDays = 50;
    private const uint Minute = 60;
    private const uint Day = 86_400;

    private readonly TrafficClassifier _classifier;
    private readonly FlowBatchPool _pool;
    private readonly BatchNumbers _numbers;
    private readonly TimeProvider _clock;
    private readonly Action<FlowBatch> _deliver;
    private readonly HashSet<uint> _days = [];
    private readonly string _sensor;
    private readonly int _mostRows;
    private readonly long _ageMs;
    private readonly bool _waits;
    private readonly CancellationToken _stop;
    private byte[][] _services = [];
    private byte[] _common = [];
    private int _commonOctets;
    private FlowBatch? _batch;
    private uint _minute;
    private long _rows;
    private long _lost;

    /// <summary>Makes a recorder.</summary>
    /// <param name="options">Size and age of batches.</param>
    /// <param name="sensor">Name of the sensor.</param>
    /// <param name="traffic">Services.</param>
    /// <param name="pool">Batches to fill.</param>
    /// <param name="numbers">Numbers of batches.</param>
    /// <param name="clock">Gives their age.</param>
    /// <param name="deliver">Takes a batch that ended.</param>
    /// <param name="waits">Wait for a free batch, as a replay does, instead of losing records.</param>
    /// <param name="stop">Ends such a wait.</param>
    public FlowRecorder(
        ClickHouseOptions options, string sensor, TrafficOptions traffic, FlowBatchPool pool, BatchNumbers numbers, TimeProvider clock, Action<FlowBatch> deliver, bool waits,
        CancellationToken stop = default)
    {
        _classifier = new TrafficClassifier(traffic);
        _sensor = sensor;
        _pool = pool;
        _numbers = numbers;
        _clock = clock;
        _deliver = deliver;
        _mostRows = options.BatchRows;
        _ageMs = (long)options.BatchAge.TotalMilliseconds;
        _waits = waits;
        _stop = stop;
    }

    /// <summary>Rows encoded.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Rows lost because every batch was in use.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Encodes one record, and its reverse side where it has one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="eventTime">When it counts, Unix milliseconds.</param>
    public void Add(ref FlowRecord record, long eventTime)
    {
        AddSide(in record, eventTime, false, _classifier.Classify(record.Protocol, record.SourcePort, record.DestinationPort, record.TcpFlags));
        if ((record.ReversePackets | record.ReverseOctets) != 0)
        {
            AddSide(in record, eventTime, true, _classifier.Classify(record.Protocol, record.DestinationPort, record.SourcePort, record.ReverseTcpFlags));
        }
    }

    /// <summary>Ends the batch when it is old; to be called every second or so.</summary>
    public void EndIfOld()
    {
        if (_batch is FlowBatch batch && _clock.GetUtcNow().ToUnixTimeMilliseconds() - batch.BegunMs >= _ageMs)
        {
            End();
        }
    }

    /// <summary>Ends the batch, so that everything added so far is on its way.</summary>
    public void End()
    {
        if (_batch is FlowBatch batch)
        {
            _batch = null;
            _deliver(batch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddSide(in FlowRecord record, long eventTime, bool isReverse, ushort trafficClass)
    {
        byte[] services = trafficClass < _services.Length && _services[trafficClass] is byte[] known ? known : EncodeServices(trafficClass);
        FlowBatch? batch = _batch;
        if (batch is null || batch.Rows == _mostRows || batch.Buffer.Length - batch.Octets < _commonOctets + FlowRowEncoder.FixedOctets + services.Length)
        {
            batch = Begin();
            if (batch is null)
            {
                return;
            }
        }

        uint minute = (uint)(Math.Clamp(eventTime / 1_000, 0, uint.MaxValue) / Minute * Minute);
        if (minute != _minute)
        {
            batch = Enter(minute, batch);
            if (batch is null)
            {
                return;
            }
        }

        batch.Octets += FlowRowEncoder.Encode(
            batch.Buffer.AsSpan(batch.Octets), _common.AsSpan(0, _commonOctets), in record, isReverse, eventTime, (uint)batch.Rows, services);
        batch.Rows++;
        _rows++;
    }

    private FlowBatch? Begin()
    {
        End();
        _days.Clear();
        _minute = uint.MaxValue;
        FlowBatch? batch = _pool.Take(_waits, _stop);
        if (batch is null)
        {
            Interlocked.Increment(ref _lost);
            return null;
        }

        batch.BegunMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (_common.Length == 0)
        {
            _common = new byte[sizeof(uint) + RowBinaryWriter.MaxOctets(_sensor) + sizeof(ulong)];
        }

        _commonOctets = FlowRowEncoder.EncodeCommon(_common, batch.BegunMs, _sensor, _numbers.Next());
        return _batch = batch;
    }

    // Rows of another minute than the one before: seldom, so the sets may cost something.
    private FlowBatch? Enter(uint minute, FlowBatch batch)
    {
        uint day = minute / Day;
        if (!_days.Contains(day) && _days.Count == MostDays)
        {
            if (Begin() is not FlowBatch next)
            {
                return null;
            }

            batch = next;
        }

        _days.Add(day);
        batch.Minutes.Add(minute);
        _minute = minute;
        return batch;
    }

    private byte[] EncodeServices(ushort trafficClass)
    {
        string[] names = [.. _classifier[trafficClass].Members.Select(member => _classifier.ServiceDirections[member])
            .Select(static member => $"{member.Service}/{TrafficNames.Direction(member.Direction)}")];
        byte[] encoded = new byte[5 + names.Sum(RowBinaryWriter.MaxOctets)];
        int octets = FlowRowEncoder.EncodeServices(encoded, names);
        if (_services.Length <= trafficClass)
        {
            Array.Resize(ref _services, Math.Max(64, (trafficClass + 1) * 2));
        }

        return _services[trafficClass] = encoded[..octets];
    }
}
