using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Doctor;

/// <summary>What the exporters of the last hour sent and what was lost of it, from the ledgers in the store.</summary>
internal static class ExporterCheck
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    // Windows reach the store when they have closed: a minute, and what comes late.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>Looks at them.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="now">Time now.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static IEnumerable<Finding> Examine(SensorOptions options, DateTimeOffset now)
    {
        if (options.Inputs.Netflow.Listen.Count + options.Inputs.Sflow.Listen.Count == 0 || !StoreReader.Exists(options.Store.Path))
        {
            return [];
        }

        using StoreQueries queries = new(StoreReader.Open(options.Store.Path));
        IReadOnlyList<ExporterReport> exporters = queries.Exporters(new TimeRange((now - Span).ToUnixTimeMilliseconds(), null)).Rows;
        if (exporters.All(static exporter => exporter.Datagrams == 0))
        {
            return
            [
                Finding.Fault(
                    "exporters",
                    "nothing came within the last hour",
                    $"let routers export to port {options.Inputs.Netflow.Listen.Concat(options.Inputs.Sflow.Listen).First().Port} of this machine, and see with 'tcpdump -ni any udp' whether it arrives; then look at the firewall"),
            ];
        }

        TimeSpan patience = Silence + options.Traffic.Window + options.Traffic.Lateness;
        return [.. exporters.SelectMany(exporter => Judge(exporter, now, patience)), .. queries.LongFlows(now - Span).Select(flows => Hint(flows, options.Traffic.Window))];
    }

    // A flood that is one flow to the exporter is not told of before the active timeout is over.
    private static Finding Hint(LongFlows flows, TimeSpan window) => Finding.Hint(
        PartOf(flows.Exporter.Address.ToString(), flows.Exporter.Version, flows.Exporter.Domain),
        $"its active timeout is too long: {flows.Records:N0} records of the window to {flows.End:HH:mm:ss} UTC are of flows that had gone on for more than {window.TotalSeconds:N0} s",
        "set the exporter's active timeout to 30 s and its inactive one to 15 s (docs/operations.md): until the active timeout is over, nothing is told of a flood that is one flow");

    private static IEnumerable<Finding> Judge(ExporterReport exporter, DateTimeOffset now, TimeSpan patience)
    {
        string part = exporter.Version == 0 && exporter.Exporter == default(IpAddress).ToString()
            ? "datagrams of no exporter"
            : PartOf(exporter.Exporter, exporter.Version, exporter.Domain);
        bool isWell = true;
        foreach (Finding finding in Faults(part, exporter, now, patience))
        {
            isWell = false;
            yield return finding;
        }

        if (isWell)
        {
            string sampling = exporter.Sampling is long interval ? $", sampling 1 in {interval:N0}" : "";
            yield return Finding.Good(part, $"{exporter.Records:N0} records within the last hour, nothing lost{sampling}");
        }
    }

    private static IEnumerable<Finding> Faults(string part, ExporterReport exporter, DateTimeOffset now, TimeSpan patience)
    {
        if (exporter.Last is DateTimeOffset last && now - last > patience)
        {
            yield return Finding.Fault(part, $"silent since {last:yyyy-MM-dd HH:mm} UTC", "see whether the router still exports and the way to it is open; if it exports, its clock is behind");
        }
        else if (exporter.Last is DateTimeOffset newest && newest - now > patience)
        {
            yield return Finding.Fault(part, $"its clock is {(newest - now).TotalMinutes:N0} minutes ahead", "let the router take its time from an NTP server: windows follow the exporters' clocks");
        }

        if (exporter.SequenceLost > 0)
        {
            yield return Finding.Fault(
                part, $"{exporter.SequenceLost:N0} lost on the way, as its sequence numbers tell", "look for drops between router and sensor, and raise net.core.rmem_max and inputs.netflow.receive_buffer");
        }

        foreach ((string cause, long count) in exporter.Dropped ?? new Dictionary<string, long>())
        {
            if (count > 0)
            {
                yield return Finding.Fault(part, $"{count:N0} datagrams dropped: {cause}", AdviceFor(cause));
            }
        }
    }

    private static string AdviceFor(string cause)
    {
        if (cause == DropCauseText.Of(DropCause.NotAllowed))
        {
            return "the sensor's log names who sends them: add the router to inputs.netflow.allow or inputs.sflow.allow if it is yours";
        }

        if (cause == DropCauseText.Of(DropCause.UnknownTemplate))
        {
            return "let the router send its templates every minute or every 20 datagrams";
        }

        if (cause == DropCauseText.Of(DropCause.RateLimited))
        {
            return "it sends more than its limit, so estimated counts stand for what was not read: raise inputs.netflow.max_records_per_second if it is in order, or look for a flood behind it";
        }

        if (cause == DropCauseText.Of(DropCause.QueueFull))
        {
            return "the sensor does not keep up: sample on the router, or give the sensor a faster core";
        }

        return cause == DropCauseText.Of(DropCause.TableFull)
            ? "raise traffic.max_sources or inputs.netflow.max_exporters, and look who sends from so many addresses"
            : cause == DropCauseText.Of(DropCause.Late)
                ? "its clock is behind, or records arrive long after the traffic: set its clock, or raise traffic.lateness"
                : "see with 'flowsensor decode' on a capture of it what it sends";
    }

    private static string PartOf(string exporter, int version, ulong domain) => $"exporter {exporter} {VersionOf(version)}{(domain == 0 ? "" : $" domain {domain}")}";

    private static string VersionOf(int version) => version switch
    {
        10 => "IPFIX",
        _ => $"v{version}",
    };
}
