using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Answers;

/// <summary>How an exporter does.</summary>
/// <param name="Exporter">Its address; <c>::</c> for what belongs to no single one.</param>
/// <param name="Version">Format: 5, 9, 10 for IPFIX, 105 for sFlow.</param>
/// <param name="Domain">Observation domain.</param>
/// <param name="State"><c>good</c>, <c>silent</c>, <c>losing</c>, <c>dropping</c> or <c>unsampled</c> where its sampling interval is not known.</param>
/// <param name="Last">End of the last span with datagrams of it.</param>
/// <param name="SilentS">Seconds from then to the newest data.</param>
/// <param name="Datagrams">Datagrams received.</param>
/// <param name="Dropped">Of these, not decoded.</param>
/// <param name="Records">Flow records.</param>
/// <param name="SequenceLost">What the sequence numbers say never arrived.</param>
/// <param name="LossShare">That as a part of what was sent, 0 to 1.</param>
/// <param name="Sampling">Sampling interval; null while unknown.</param>
internal sealed record ExporterHealth(
    string Exporter, int Version, ulong Domain, string State, DateTimeOffset? Last, long SilentS, long Datagrams, long Dropped, long Records, long SequenceLost, double LossShare,
    long? Sampling)
{
    // Five windows of the usual length; exporters flush long flows every minute or two.
    private const long SilentAfterS = 300;

    // One in a hundred: below that, bursts and reordering look the same.
    private const double Losing = 0.01;

    /// <summary>Judges an exporter.</summary>
    /// <param name="report">Its ledger.</param>
    /// <param name="newest">End of the newest data of any exporter.</param>
    public static ExporterHealth Of(ExporterReport report, DateTimeOffset newest)
    {
        long dropped = report.Dropped?.Values.Sum() ?? 0;
        long silent = report.Last is DateTimeOffset last ? Math.Max(0, (long)(newest - last).TotalSeconds) : 0;

        // v5 and IPFIX count records, v9 and sFlow datagrams.
        long received = report.Version is 5 or 7 or 10 ? report.Records : report.Datagrams;
        double share = report.SequenceLost == 0 ? 0 : Math.Round((double)report.SequenceLost / (report.SequenceLost + received), 4);
        string state = silent >= SilentAfterS ? "silent"
            : dropped > report.Datagrams * Losing ? "dropping"
            : share > Losing ? "losing"
            : report.Sampling is null && report.Records > 0 ? "unsampled"
            : "good";
        return new ExporterHealth(
            report.Exporter, report.Version, report.Domain, state, report.Last, silent, report.Datagrams, dropped, report.Records, report.SequenceLost, share, report.Sampling);
    }
}
