using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Flows;

/// <summary>Turns the raw values that a plan read into the record's fields.</summary>
internal static class FlowRecordFinisher
{
    private const long NtpToUnixSeconds = 2_208_988_800;
    private const ulong Icmp = 1;
    private const ulong IcmpV6 = 58;

    // The last millisecond of the year 9999, behind which readers of a record's times have no name for an instant.
    private const long LastTime = 253_402_300_799_999;

    /// <summary>Finishes one record.</summary>
    /// <param name="record">The record as the plan left it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="header">Header of the record's datagram.</param>
    /// <param name="domain">State of the observation domain.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(ref FlowRecord record, DecodePlan plan, in DatagramHeader header, ObservationDomain domain)
    {
        FinishSteps steps = plan.Steps;
        if (steps != FinishSteps.None)
        {
            FinishRare(ref record, steps);
        }

        if (plan is { FirstEncoding: TimeEncoding.Uptime, LastEncoding: TimeEncoding.Uptime } && header.Version != 10)
        {
            // The usual case: v5 and v9 routers. Within 25 days of an export time of 32 bits of seconds, so only 1970 is near.
            record.First = Math.Max(0, header.ExportTime - (int)(header.SystemUptime - (uint)record.First));
            record.Last = Math.Max(0, header.ExportTime - (int)(header.SystemUptime - (uint)record.Last));
        }
        else
        {
            FinishTimes(ref record, plan, header, domain);
        }

        // The record is reused: a field that no element writes must be set each time, or it would show the record before.
        if ((steps & (FinishSteps.IcmpWhole | FinishSteps.IcmpParts)) == 0)
        {
            // v5 and most v9 exporters put ICMP type and code into the destination port.
            record.IcmpTypeCode = record.Protocol is Icmp or IcmpV6 ? record.DestinationPort : 0;
        }

        record.SamplingInterval = domain.Samplers.Resolve(
            (steps & FinishSteps.Sampling) != 0 ? StatedInterval(record) : 0, record.SamplerId);
    }

    /// <summary>The interval a record states itself: IE 34 or 50, 305 and 306, or 309 and 310; 0 when none.</summary>
    public static ulong StatedInterval(in FlowRecord record)
    {
        if (record.PacketInterval != 0)
        {
            // Of every interval + space packets, interval are taken (RFC 5476 6.5.2.1).
            return Divide(record.PacketInterval + record.PacketSpace, record.PacketInterval);
        }

        return record.SamplingSize != 0 ? Divide(record.SamplingPopulation, record.SamplingSize) : record.SamplingInterval;

        static ulong Divide(ulong whole, ulong part) => Math.Max(1, (whole / part) + (whole % part >= (part + 1) / 2 ? 1u : 0u));
    }

    /// <summary>A time as an exporter states it, Unix milliseconds, no later than the year 9999: sums with it do not overflow.</summary>
    public static long Bounded(ulong milliseconds) => (long)Math.Min(milliseconds, (ulong)LastTime);

    private static void FinishRare(ref FlowRecord record, FinishSteps steps)
    {
        if ((steps & FinishSteps.TwoSources) != 0 && record.Source.IPv4 == 0)
        {
            record.Source = record.AlternateSource;
        }

        if ((steps & FinishSteps.TwoDestinations) != 0 && record.Destination.IPv4 == 0)
        {
            record.Destination = record.AlternateDestination;
        }

        if ((steps & FinishSteps.EgressCounters) != 0 && (record.Octets | record.Packets) == 0)
        {
            // Both directions in one template: the record of an egress flow leaves the ingress counters at 0. Never their sum,
            // since exporters that count once repeat the value in both.
            record.Octets = record.EgressOctets;
            record.Packets = record.EgressPackets;
        }

        if ((steps & FinishSteps.IcmpParts) != 0 && (steps & FinishSteps.IcmpWhole) == 0)
        {
            record.IcmpTypeCode = (record.IcmpType << 8) | (record.IcmpCode & 0xFF);
        }
    }

    private static void FinishTimes(ref FlowRecord record, DecodePlan plan, in DatagramHeader header, ObservationDomain domain)
    {
        FinishSteps steps = plan.Steps;
        long? boot = header.Version != 10
            ? header.ExportTime - header.SystemUptime
            : (steps & FinishSteps.SystemInit) != 0 && record.SystemInit != 0 ? Bounded(record.SystemInit) : domain.SystemInitTime;
        long? first = Absolute(plan.FirstEncoding, (ulong)record.First, header, boot);
        long? last = Absolute(plan.LastEncoding, (ulong)record.Last, header, boot);
        long duration = (steps & FinishSteps.DurationMilliseconds) != 0 ? (long)(record.Duration & uint.MaxValue)
            : (steps & FinishSteps.DurationMicroseconds) != 0 ? (long)(record.Duration / 1000) : 0;
        record.Last = Math.Clamp(last ?? (first is long start ? start + duration : header.ExportTime), 0, LastTime);
        record.First = Math.Clamp(first ?? (record.Last - duration), 0, LastTime);
    }

    // Each at most some 10^16 from 1970, whatever the value is: the caller adds a duration and brings it into range.
    private static long? Absolute(TimeEncoding encoding, ulong value, in DatagramHeader header, long? boot) => encoding switch
    {
        TimeEncoding.Milliseconds when value != 0 => Bounded(value),
        TimeEncoding.Seconds when value != 0 => Bounded((value & uint.MaxValue) * 1000),
        TimeEncoding.Ntp when value != 0 =>
            (((long)(value >> 32) - NtpToUnixSeconds) * 1000) + (long)(((value & uint.MaxValue) * 1000) >> 32),
        TimeEncoding.DeltaMicroseconds => header.ExportTime - (long)(value / 1000),
        TimeEncoding.Uptime when header.Version != 10 => header.ExportTime - (int)(header.SystemUptime - (uint)value),
        TimeEncoding.Uptime when boot is long time => time + (uint)value,
        _ => null,
    };
}
