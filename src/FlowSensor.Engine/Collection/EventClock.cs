using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Event time: the newest export time seen, as far as it can be believed. An exporter whose clock is wrong must neither close
/// the others' windows nor lose its own records, so what it sends counts at the sensor's event time and is counted as skewed.
/// Depends on nothing but the data and its arrival times, so a replay places every datagram as the live run did.
/// </summary>
public sealed class EventClock
{
    /// <summary>A leap ahead by more than this is only believed when something else speaks for it.</summary>
    private const long LeapMilliseconds = 3_600_000;

    private readonly long _lateness;
    private bool _started;
    private long _arrivalAtAdvance;
    private IpAddress _leaper;
    private long _leap;

    /// <summary>Makes a clock that has not started.</summary>
    /// <param name="lateness">How far the watermark stays behind.</param>
    public EventClock(TimeSpan lateness)
    {
        _lateness = (long)lateness.TotalMilliseconds;
    }

    /// <summary>Newest event time, Unix milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Records are still taken from here on, Unix milliseconds.</summary>
    public long Watermark => _started ? Now - _lateness : long.MinValue;

    /// <summary>True once the first datagram was placed.</summary>
    public bool IsStarted => _started;

    /// <summary>Begins anew, for input from another time.</summary>
    public void Reset()
    {
        _started = false;
        _leaper = default;
    }

    /// <summary>Gives a datagram its event time.</summary>
    /// <param name="exporter">Who sent it.</param>
    /// <param name="exportTime">Its export time, Unix milliseconds.</param>
    /// <param name="arrival">When it arrived, Unix milliseconds.</param>
    /// <param name="alone">True while no other exporter is known.</param>
    /// <param name="skewed">True when the export time was not believed.</param>
    public long Place(IpAddress exporter, long exportTime, long arrival, bool alone, out bool skewed)
    {
        skewed = false;
        if (!_started)
        {
            _started = true;
            Now = exportTime;
            _arrivalAtAdvance = arrival;
            return exportTime;
        }

        if (exportTime <= Now)
        {
            skewed = exportTime < Watermark;
            return skewed ? Watermark : exportTime;
        }

        if (exportTime - Now > LeapMilliseconds && !alone && !IsConfirmed(exporter, exportTime, arrival))
        {
            skewed = true;
            return Now;
        }

        Now = exportTime;
        _arrivalAtAdvance = arrival;
        return exportTime;
    }

    // A gap in the input shows in the arrival times too; else two exporters have to agree.
    private bool IsConfirmed(IpAddress exporter, long exportTime, long arrival)
    {
        if (arrival - _arrivalAtAdvance >= exportTime - Now - LeapMilliseconds)
        {
            return true;
        }

        if (!_leaper.IsNone && _leaper != exporter && Math.Abs(exportTime - _leap) <= LeapMilliseconds)
        {
            return true;
        }

        if (_leaper.IsNone || _leaper == exporter)
        {
            _leaper = exporter;
            _leap = exportTime;
        }

        return false;
    }
}
