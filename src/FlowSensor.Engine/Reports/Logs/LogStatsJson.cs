using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Logs;

namespace FlowSensor.Engine.Reports.Logs;

/// <summary>The parts of <c>logs stats --json</c> that logs alone can tell: greylisting, queue, verdicts, trouble.</summary>
internal static class LogStatsJson
{
    private const int TopViruses = 20;

    public static void WriteRest(Utf8JsonWriter json, LogStatistics statistics)
    {
        LogCounters counters = statistics.Counters;
        WriteGreylist(json, statistics.Greylist, counters);
        json.WriteStartObject("queue");
        json.WriteNumber("queued", counters.Queued);
        json.WriteNumber("queued_octets", counters.QueuedOctets);
        json.WriteNumber("removed", counters.Removed);
        json.WriteNumber("sent", counters.Sent);
        json.WriteNumber("deferred", counters.Deferred);
        json.WriteNumber("bounced", counters.Bounced);
        json.WriteNumber("mean_delay_s", Mean(counters.Delays.TotalMs, counters.Delays.Count));
        json.WriteNumber("mean_in_queue_s", Mean(counters.InQueueMs, counters.Delays.Count));
        json.WriteNumber("longest_delay_s", counters.LongestDelayMs / 1_000.0);
        WriteBands(json, "delays_s", counters.Delays);
        json.WriteEndObject();
        json.WriteStartObject("verdicts");
        json.WriteNumber("virus", counters.Viruses);
        json.WriteNumber("spam", counters.Spam);
        json.WriteNumber("clean", counters.Clean);
        json.WriteStartObject("viruses");
        foreach ((string name, long count) in counters.VirusNames.Top(TopViruses))
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("other_refusals", counters.OtherRefusals);
        json.WriteNumber("auth_failures", counters.AuthFailures);
        json.WriteNumber("local_connections", counters.LocalConnections);
        json.WriteNumber("repeated", counters.Repeated);
        json.WriteNumber("trouble", counters.Trouble);
        json.WriteNumber("not_followed", statistics.MessagesPushedOut + statistics.Mail.Dropped);
    }

    private static void WriteGreylist(Utf8JsonWriter json, GreylistTable greylist, LogCounters counters)
    {
        json.WriteStartObject("greylist");
        json.WriteNumber("deferred", greylist.Deferred);
        json.WriteNumber("returned", greylist.Returned);
        json.WriteNumber("accepted_later", greylist.AcceptedLater);
        json.WriteNumber("never_returned", greylist.NeverReturned);
        json.WriteNumber("new", counters.GreyNew);
        json.WriteNumber("early", counters.GreyEarly);
        json.WriteNumber("passed", counters.GreyPassed);
        json.WriteNumber("blacklisted", counters.Blacklisted);
        WriteBands(json, "accepted_after_s", greylist.AcceptDelays);
        json.WriteEndObject();
    }

    // Upper bound of each band in seconds; the last has none.
    private static void WriteBands(Utf8JsonWriter json, string name, DelayBands bands)
    {
        json.WriteStartObject(name);
        foreach ((long upper, long count) in bands.Bands())
        {
            json.WriteNumber(upper == long.MaxValue ? "more" : upper.ToString(CultureInfo.InvariantCulture), count);
        }

        json.WriteEndObject();
    }

    private static double Mean(long totalMs, long count) => count == 0 ? 0 : Math.Round(totalMs / 1_000.0 / count, 3);
}
