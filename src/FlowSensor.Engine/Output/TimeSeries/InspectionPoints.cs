using System.Globalization;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Protocols.Dns;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of what was read out of packets.</summary>
/// <param name="recent">Takes them.</param>
internal sealed class InspectionPoints(RecentPoints recent)
{
    /// <summary>Adds what was counted in a window.</summary>
    public void Add(StoredInspection inspection)
    {
        Add(new SeriesKey(Measurements.Packets), inspection.Start, inspection.Packets);
        Add(new SeriesKey(Measurements.Dns), inspection.Start, inspection.Dns);
        Add(new SeriesKey(Measurements.Smtp), inspection.Start, inspection.Smtp);
        Add(new SeriesKey(Measurements.Mailbox, "pop3"), inspection.Start, inspection.Pop3);
        Add(new SeriesKey(Measurements.Mailbox, "imap"), inspection.Start, inspection.Imap);
        foreach ((ushort type, long queries) in inspection.DnsTypes)
        {
            string name = DnsTypes.NameOf(type);
            recent.Points.Add(
                new SeriesKey(Measurements.DnsType, name.StartsWith("TYPE", StringComparison.Ordinal) ? NameGuard.Other : name), inspection.Start, [queries]);
        }

        foreach ((int code, long responses) in inspection.DnsResponseCodes)
        {
            string name = DnsResponseCodes.NameOf(code);
            recent.Points.Add(
                new SeriesKey(Measurements.DnsResponseCode, name.StartsWith("RCODE", StringComparison.Ordinal) ? NameGuard.Other : name), inspection.Start, [responses]);
        }

        foreach ((int code, long replies) in inspection.SmtpReplies)
        {
            recent.Points.Add(new SeriesKey(Measurements.SmtpReply, code.ToString(CultureInfo.InvariantCulture)), inspection.Start, [replies]);
        }
    }

    private void Add(in SeriesKey series, long time, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Values.Any(static count => count != 0))
        {
            recent.Points.Add(series, time, [.. series.Layout.Fields.Select(field => counts.GetValueOrDefault(field))]);
        }
    }
}
