using System.Globalization;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Status;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Reports, complaints, block lists.</summary>
internal sealed class AbuseAnswers(StorePool pool, SensorStatus status, TimeProvider clock)
{
    /// <summary>Complaints that were read, the newest first.</summary>
    /// <param name="range">When they were read; everything where nothing is given.</param>
    /// <param name="source">Only those about this host; null for all.</param>
    /// <param name="limit">How many.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<Page<ComplaintReport>> ComplaintsAsync(TimeRange range, IpAddress? source = null, int limit = 50, int offset = 0, CancellationToken cancellation = default) =>
        Page<ComplaintReport>.OfOneMore(
            await pool.AskAsync((store, _) => new ComplaintsQuery(store).Ask(range, source, limit + 1, offset), cancellation).ConfigureAwait(false), offset, limit);

    /// <summary>A report of an incident as it would be sent; nothing is sent.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="format">One of <see cref="ReportFormats.Names"/>.</param>
    /// <param name="language">Language of the covering text; null for the contact's.</param>
    /// <param name="pseudonymize">Name own hosts other than the reported one by numbers.</param>
    /// <param name="offline">Ask no directory elsewhere for the contact.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="NotFoundException">There is no such incident.</exception>
    public async Task<ReportText> ReportAsync(
        string id, string format = "text", string? language = null, bool pseudonymize = false, bool offline = false, CancellationToken cancellation = default)
    {
        LiveDirectory directory = status.Directory ?? throw new SensorStartingException();
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();

        // The questions to directories elsewhere wait on the network: on a thread of the pool, not on the caller's.
        AbuseReport report = await pool.AskAsync(
            (store, options) => new AbuseReportQuery(store, options, directory.Resolver(offline)).AskAsync(id, pseudonymize, now, cancellation).GetAwaiter().GetResult(),
            cancellation).ConfigureAwait(false) ?? throw new NotFoundException($"There is no incident '{id}'.");
        string? recipient = report.Contact.Contacts.Select(static contact => contact.Mail).FirstOrDefault(static mail => mail.Length > 0);
        byte[] content = ReportFormats.Write(report, format, language ?? ReportTemplates.LanguageOf(pool.Options.Reports, recipient ?? ""));
        (string type, string extension) = TypeOf(format);
        return new ReportText(format, type, $"{id}.{extension}", recipient, content);
    }

    /// <summary>A block list of the sources of incidents.</summary>
    /// <param name="format">One of <see cref="BlocklistFormats.Names"/>.</param>
    /// <param name="kinds">Only these kinds; null for the configured ones.</param>
    /// <param name="leastSeverity">Severity from which a source is listed; null for the configured one.</param>
    /// <param name="lifetime">How long after it was last seen a source stays listed; null for the configured time.</param>
    /// <param name="join">Hosts of a /24 from which the network stands for them; null to join none.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<BlocklistText> BlocklistAsync(
        string format, IReadOnlyList<string>? kinds = null, int? leastSeverity = null, TimeSpan? lifetime = null, int? join = null, CancellationToken cancellation = default) =>
        pool.AskAsync(
            (store, options) =>
            {
                BlocklistOptions wanted = new()
                {
                    Kinds = kinds is { Count: > 0 } ? [.. kinds] : options.Blocklist.Kinds,
                    LeastSeverity = leastSeverity ?? options.Blocklist.LeastSeverity,
                    Lifetime = lifetime ?? options.Blocklist.Lifetime,
                    Allow = options.Blocklist.Allow,
                };
                Blocklist list = new BlocklistQuery(store, options).Ask(wanted, join, clock.GetUtcNow());
                using StringWriter text = new(CultureInfo.InvariantCulture);
                int unfit = BlocklistFormats.Write(format, text, list, []);
                return new BlocklistText(format, text.ToString(), list.Entries.Count, unfit, list.LeftOut.ToDictionary(static cause => SnakeCase.Of(cause.Key.ToString()), static cause => cause.Value));
            },
            cancellation);

    private static (string Type, string Extension) TypeOf(string format) => format switch
    {
        "html" => ("text/html; charset=utf-8", "html"),
        "csv" => ("text/csv; charset=utf-8", "csv"),
        "json" or "xarf" or "intelmq" => ("application/json", "json"),
        "arf" => ("message/rfc822", "eml"),
        "iodef" => ("application/xml", "xml"),
        "bundle" => ("application/zip", "zip"),
        _ => ("text/plain; charset=utf-8", "txt"),
    };
}
