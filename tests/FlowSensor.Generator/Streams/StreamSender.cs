using System.Buffers.Binary;
using System.Diagnostics;

namespace FlowSensor.Generator.Streams;

/// <summary>
/// Sends a ring of version 9 export packets for some time at an even rate. It spins instead of sleeping, so that the rate is not
/// made of bursts: it wants a core of its own. What it is late by, because that core was taken from it, is not caught up.
/// </summary>
internal sealed class StreamSender(DatagramRing ring, UdpOutput output)
{
    // RFC 3954 5.1: version, count, uptime, seconds, sequence number of datagrams, source id.
    private const int TimeOffset = 8, SequenceOffset = 12;

    private static readonly long LatenessForgiven = Stopwatch.Frequency / 100;

    /// <summary>Sends; returns when the time is over.</summary>
    /// <param name="rate">Records a second; 0 is as fast as possible.</param>
    /// <param name="duration">How long.</param>
    /// <param name="clock">The clock that export times are taken from.</param>
    public StreamReport Run(double rate, TimeSpan duration, TimeProvider clock)
    {
        uint[] sequences = new uint[output.Exporters];
        double ticksOfRecord = rate > 0 ? Stopwatch.Frequency / rate : 0;
        long begun = Stopwatch.GetTimestamp(), now = begun;
        long end = begun + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        double due = begun;
        long sent = 0, before = 0, turns = 0;
        int next = 0;
        while ((now = Stopwatch.GetTimestamp()) < end)
        {
            if (now < due)
            {
                Thread.SpinWait(8);
                continue;
            }

            due = Math.Max(due, now - LatenessForgiven);
            RingDatagram datagram = ring[next];
            BinaryPrimitives.WriteUInt32BigEndian(datagram.Payload.AsSpan(TimeOffset), (uint)clock.GetUtcNow().ToUnixTimeSeconds());
            BinaryPrimitives.WriteUInt32BigEndian(datagram.Payload.AsSpan(SequenceOffset), sequences[datagram.Exporter]++);
            output.Send(datagram.Exporter, datagram.Payload, 0, 0);
            sent++;
            due += ticksOfRecord * (datagram.Totals.Records - before);
            before = datagram.Totals.Records;
            if (++next == ring.Count)
            {
                (next, before) = (0, 0);
                turns++;
            }
        }

        StreamTotals rest = next == 0 ? default : ring[next - 1].Totals;
        return new StreamReport(sent, output.Refused, Stopwatch.GetElapsedTime(begun).TotalSeconds, ring[ring.Count - 1].Totals.Times(turns, rest));
    }
}
