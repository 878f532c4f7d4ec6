using System.CommandLine;
using System.Net;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Names;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor report</c>: an incident as a report that another desk accepts.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "report",
            "Makes a report of an incident with its evidence: for people, for mail, or machine-readable.",
            ("flowsensor report --incident 20260105T0800-0123456789", "to read"),
            ("flowsensor report --incident 20260105T0800-0123456789 --format xarf --out report.json", "XARF 4"),
            ("flowsensor report --source 192.0.2.7 --from -1d --format html --out report.html", "the gravest incident of a host, or its traffic"),
            ("flowsensor report --incident 20260105T0800-0123456789 --format bundle --out evidence.zip", "all evidence with a manifest"),
            ("flowsensor report --incident 20260105T0800-0123456789 --preview", "the mail, and to whom it would go"),
            ("flowsensor report --incident 20260105T0800-0123456789 --send", "mail it and open a ticket"),
            ("flowsensor report tickets", "what became of the reports"));
        command.Subcommands.Add(TicketsCommand.Create());
        Option<string?> incident = new("--incident") { Description = "Identifier of the incident", HelpName = "ID" };
        Option<string?> source = new("--source") { Description = "The gravest incident of this host between --from and --to; without one, its traffic", HelpName = "ADDRESS" };
        Option<string?> from = CommonOptions.From("seven days before --to");
        Option<string?> to = CommonOptions.To();
        Option<string> format = new("--format", "-f") { Description = "Form of the report", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong([.. ReportFormats.Names]);
        Option<string?> language = new("--language") { Description = "Language of the covering text (default: the contact's)", HelpName = "LANG" };
        Option<bool> pseudonyms = new("--pseudonymize") { Description = "Name own hosts other than the reported one by numbers" };
        Option<bool> offline = new("--offline") { Description = "Ask no RWhois, whois or RDAP server, and no resolver" };
        Option<bool> preview = new("--preview") { Description = "Show the mail and its recipients, and whether it may be sent" };
        Option<bool> send = new("--send") { Description = "Mail it to the responsible contact by reports.mail, once, and open a ticket" };
        Option<bool> force = new("--force") { Description = "With --send: also where the address can be forged, or the institution wants no reports" };
        Option<string?> output = new("--out", "-o") { Description = "File to write (default: standard output)", HelpName = "FILE" };
        foreach (Option option in (IEnumerable<Option>)[incident, source, from, to, format, language, pseudonyms, offline, preview, send, force, output])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(async (parsed, cancellation) =>
        {
            SensorOptions options = store.Options(parsed);
            string folder = store.Path(parsed, options);
            using StoreReader reader = StoreReader.Open(folder);
            using var client = new HttpClient();
            ContactResolver contacts = CommonOptions.Contacts(options, folder, client, parsed.GetValue(offline));
            ReportWish wish = new(parsed.GetValue(incident), parsed.GetValue(source), Range(parsed, from, to, options.Sensor.TimeZone), parsed.GetValue(pseudonyms));
            AbuseReport report = await FindAsync(reader, options, contacts, wish, cancellation).ConfigureAwait(false);
            if (report.Incident.Kind == SourceReportQuery.Kind && (ReportFormats.Accuses(parsed.GetValue(format)!) || parsed.GetValue(send) || parsed.GetValue(preview)))
            {
                throw new CommandException($"There is no incident of {report.Incident.Source} at that time, so nothing accuses it; its traffic can be had as text, html, csv, json and bundle.", ExitCode.Failed);
            }

            if (options.Names.Resolvers.Count > 0 && !parsed.GetValue(offline) && !report.Incident.Source.IsNone)
            {
                NameLookup lookup = new(options.Names, TimeProvider.System);
                report = report.Named(await lookup.FindAsync(IPAddress.Parse(report.Incident.Source.ToString()), cancellation).ConfigureAwait(false));
            }

            string spoken = parsed.GetValue(language) ?? ReportTemplates.LanguageOf(report);
            if (parsed.GetValue(preview))
            {
                ReportSending.Preview(report, spoken, options.Reports);
                return ExitCode.Done;
            }

            if (parsed.GetValue(send))
            {
                return await ReportSending.SendAsync(report, spoken, parsed.GetValue(force), folder, options, cancellation).ConfigureAwait(false);
            }

            Write(ReportFormats.Write(report, parsed.GetValue(format)!, spoken), parsed.GetValue(format)!, parsed.GetValue(output));
            return ExitCode.Done;
        });
        return command;
    }

    private static TimeRange Range(ParseResult parsed, Option<string?> from, Option<string?> to, TimeZoneInfo zone) => new(
        OptionText.Time("--from", parsed.GetValue(from), zone), OptionText.Time("--to", parsed.GetValue(to), zone));

    private static async Task<AbuseReport> FindAsync(StoreReader store, SensorOptions options, ContactResolver contacts, ReportWish wish, CancellationToken cancellation)
    {
        if ((wish.Incident is null) == (wish.Source is null))
        {
            throw new CommandException("Name either --incident or --source.", ExitCode.WrongUsage);
        }

        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        AbuseReportQuery query = new(store, options, contacts);
        IpAddress address = wish.Source is null ? default : OptionText.Address("--source", wish.Source);
        if ((wish.Incident ?? (query.IncidentsOf(address, wish.Range) is [string gravest, ..] ? gravest : null)) is string id)
        {
            return await query.AskAsync(id, wish.Pseudonymize, now, cancellation).ConfigureAwait(false)
                ?? throw new CommandException($"There is no incident '{id}' in the store; 'flowsensor incidents' lists them.", ExitCode.Failed);
        }

        return await new SourceReportQuery(store, options, contacts).AskAsync(address, wish.Range, wish.Pseudonymize, now, cancellation).ConfigureAwait(false)
            ?? throw new CommandException($"Nothing of {address} is stored at that time, neither an incident nor traffic; --from and --to look elsewhere.", ExitCode.Failed);
    }

    private sealed record ReportWish(string? Incident, string? Source, TimeRange Range, bool Pseudonymize);

    private static void Write(byte[] report, string format, string? path)
    {
        if (path is null)
        {
            if (ReportFormats.IsBinary(format) && !Console.IsOutputRedirected)
            {
                throw new CommandException($"A {format} is no text for a terminal; name a file with --out.", ExitCode.WrongUsage);
            }

            using Stream output = Console.OpenStandardOutput();
            output.Write(report);
            return;
        }

        try
        {
            File.WriteAllBytes(path, report);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The report cannot be written to '{path}': {FileTrouble.Describe(failure)}; choose another place with --out.", ExitCode.Failed);
        }
    }
}
