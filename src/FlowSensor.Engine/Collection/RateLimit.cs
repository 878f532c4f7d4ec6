using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Holds what is read of one exporter to a number of records a second. Over it, one datagram in N is read, a random one of each N, and its
/// records stand for N as often in the estimate: whatever N is at the moment, the estimate stays that of everything sent. N follows the
/// second before, and doubles within a second whose room is used up. Depends on nothing but the exporter's address and the datagrams with
/// their arrival times, so that a replay reads the same ones. Allocates nothing.
/// </summary>
internal sealed class RateLimit
{
    private const long IntervalMilliseconds = 1_000;

    // Once the room of a second is used up, N doubles each time this part of it has been read again: a flood of a hundred times the limit
    // has about three times the limit read of it in its first second.
    private const long FurtherParts = 4;

    private const uint MostInterval = 1 << 20;

    private readonly long _recordsPerSecond;
    private ulong _random;
    private long _start = long.MinValue / 2;
    private long _offered;
    private long _room;
    private uint _interval = 1;
    private uint _nextInterval = 1;
    private uint _position;
    private uint _chosen;

    /// <summary>Makes a limit.</summary>
    /// <param name="address">The exporter.</param>
    /// <param name="recordsPerSecond">Flow records read in a second.</param>
    public RateLimit(IpAddress address, long recordsPerSecond)
    {
        Address = address;
        _recordsPerSecond = recordsPerSecond;
        _random = address.Hash(0) | 1;
    }

    /// <summary>The exporter.</summary>
    public IpAddress Address { get; }

    /// <summary>Observation domains that share it.</summary>
    public int Users { get; set; }

    /// <summary>Decides about a datagram.</summary>
    /// <param name="arrival">When it arrived, Unix milliseconds.</param>
    /// <returns>How many datagrams it stands for, itself included; 0 when its records are not to be read.</returns>
    public uint Admit(long arrival)
    {
        // An exporter that comes over two sockets steps back a little with each batch; only a clock that was set back begins anew.
        if (arrival - _start >= IntervalMilliseconds || arrival < _start - IntervalMilliseconds)
        {
            Begin(arrival);
        }

        if (_position == _interval)
        {
            // Only behind a whole run of N: what made N change must not decide which of them is read.
            _interval = _nextInterval;
            BeginRun();
        }

        return _position++ == _chosen ? _interval : 0;
    }

    /// <summary>Tells what a datagram held, whether it was read or not.</summary>
    /// <param name="read">Flow records read.</param>
    /// <param name="skimmed">Flow records not read.</param>
    public void Note(int read, int skimmed)
    {
        _offered += read + skimmed;
        _room -= read;
        if (_room <= 0 && read > 0)
        {
            _nextInterval = Math.Min(_interval * 2, MostInterval);
            _room = Math.Max(1, _recordsPerSecond / FurtherParts);
        }
    }

    // Time, not the choice, ends the run here, so ending it early leaves the estimate right on average.
    private void Begin(long arrival)
    {
        long elapsed = arrival < _start ? IntervalMilliseconds : Math.Max(IntervalMilliseconds, arrival - _start);
        double wanted = _offered / (_recordsPerSecond * (elapsed / 1_000.0));
        _interval = (uint)Math.Clamp(Math.Ceiling(wanted), 1, MostInterval);
        _nextInterval = _interval;
        _start = arrival;
        _offered = 0;
        _room = _recordsPerSecond;
        BeginRun();
    }

    private void BeginRun()
    {
        _position = 0;
        if (_interval == 1)
        {
            _chosen = 0;
            return;
        }

        // xorshift64*: no secret, only without a rhythm that an exporter's own could meet.
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        _chosen = (uint)(((_random * 0x2545_F491_4F6C_DD1DUL) >> 32) * _interval >> 32);
    }
}
