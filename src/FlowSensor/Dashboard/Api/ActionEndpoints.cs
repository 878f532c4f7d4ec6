using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>What operators do: decisions over incidents, notes, reports, block lists. Each is written to the audit log.</summary>
internal static class ActionEndpoints
{
    private const string Week = "7d";
    private const string Month = "30d";

    private static readonly ApiParameter NoteText = new("text", ParameterKind.Text, "The note.") { Place = ParameterPlace.Body, IsRequired = true, MostCharacters = ApiParameters.LongestNote };

    private static readonly ApiParameter Action = new("action", ParameterKind.Text, "What it does.") { Place = ParameterPlace.Body, IsRequired = true, Allowed = ["mute", "exclude"] };

    private static readonly ApiParameter Rule = new("rule", ParameterKind.Text, "Kind or own rule; without it every one.") { Place = ParameterPlace.Body };

    private static readonly ApiParameter Network = new("network", ParameterKind.Network, "Network or address of the sources; without it every one.") { Place = ParameterPlace.Body };

    private static readonly ApiParameter Number = new("number", ParameterKind.Number, "Number of the decision.") { Place = ParameterPlace.Path, IsRequired = true };

    private static readonly ApiParameter ReportFormat = new("format", ParameterKind.Text, "Form of the report.") { Place = ParameterPlace.Body, Allowed = ReportFormats.Names, Default = "text" };

    private static readonly ApiParameter Language = new("language", ParameterKind.Text, "Language of the covering text; without it the contact's.") { Place = ParameterPlace.Body, MostCharacters = 20 };

    private static readonly ApiParameter Pseudonymize = new("pseudonymize", ParameterKind.Flag, "Name own hosts other than the reported one by numbers.") { Place = ParameterPlace.Body };

    private static readonly ApiParameter Offline = new("offline", ParameterKind.Flag, "Ask no RWhois, whois or RDAP server for the contact.") { Place = ParameterPlace.Body };

    private static readonly ApiParameter ListFormat = new("format", ParameterKind.Text, "For which program.") { Place = ParameterPlace.Body, IsRequired = true, Allowed = BlocklistFormats.Names };

    private static readonly ApiParameter Kinds = new("kinds", ParameterKind.Words, "Only these kinds; without it those of the configuration.")
    {
        Place = ParameterPlace.Body,
        Allowed = IncidentKinds.All,
        MostCharacters = 1_000,
    };

    private static readonly ApiParameter LeastSeverity = new("least_severity", ParameterKind.Number, "Severity from which a source is listed.") { Place = ParameterPlace.Body, Most = 100 };

    private static readonly ApiParameter Lifetime = new("lifetime", ParameterKind.Duration, "How long after it was last seen a source stays listed.") { Place = ParameterPlace.Body };

    private static readonly ApiParameter Join = new("join", ParameterKind.Number, "Hosts of a /24 (IPv6: /64) from which the network stands for them.") { Place = ParameterPlace.Body, Least = 2 };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        Decision("/incidents/{id}/acknowledge", "Takes note of an incident: nobody else is told of it until the time is over.", "incident.acknowledge", Week,
            static (answers, id, author, reason, time, cancellation) => answers.AcknowledgeAsync(id, author, reason, time, cancellation)),
        Decision("/incidents/{id}/mute", "Keeps incidents of the same rule and source, but tells nobody.", "incident.mute", Month,
            static (answers, id, author, reason, time, cancellation) => answers.MuteAsync(id, author, reason, time, cancellation)),
        Decision("/incidents/{id}/exclude", "Opens no more incidents of the same rule and source.", "incident.exclude", Month,
            static (answers, id, author, reason, time, cancellation) => answers.ExcludeAsync(id, author, reason, time, cancellation)),
        new("POST", "/incidents/{id}/notes", "Writes a note on an incident.", NoteAsync)
        {
            Parameters = [ApiParameters.IncidentInPath, NoteText],
            Policy = AccessPolicies.Operate,
            Audit = "incident.note",
            Answer = ApiJson.Default.IncidentNoteRow,
        },
        new("POST", "/incidents/{id}/report", "Makes a report of an incident as it would be sent; nothing is sent.", ReportAsync)
        {
            Parameters = [ApiParameters.IncidentInPath, ReportFormat, Language, Pseudonymize, Offline],
            Policy = AccessPolicies.Operate,
            Audit = "report.make",
            Media = "application/octet-stream",
        },
        new("GET", "/incidents/{id}/report", "The same, as a link of a page asks for it.", ReportAsync)
        {
            Parameters = [ApiParameters.IncidentInPath, InQuery(ReportFormat), InQuery(Language), InQuery(Pseudonymize), InQuery(Offline)],
            Policy = AccessPolicies.Operate,
            Audit = "report.make",
            Media = "application/octet-stream",
        },
        new("POST", "/silences", "Mutes or excludes a rule, a network, or both.", SilenceAsync)
        {
            Parameters = [Action, Rule, Network, ApiParameters.For(Month), ApiParameters.Reason],
            Policy = AccessPolicies.Operate,
            Audit = "silence.add",
            Answer = ApiJson.Default.SilenceRow,
        },
        new("DELETE", "/silences/{number}", "Takes a decision back.", TakeBackAsync)
        {
            Parameters = [Number],
            Policy = AccessPolicies.Operate,
            Audit = "silence.remove",
        },
        new("POST", "/blocklist", "Makes a block list of the sources of incidents, as 'flowsensor blocklist' prints it; nothing is installed.", BlocklistAsync)
        {
            Parameters = [ListFormat, Kinds, LeastSeverity, Lifetime, Join],
            Policy = AccessPolicies.Operate,
            Audit = "blocklist.make",
            Media = "text/plain",
        },
        new("GET", "/blocklist", "The same, as a link of a page asks for it.", BlocklistAsync)
        {
            Parameters = [InQuery(ListFormat), InQuery(Kinds), InQuery(LeastSeverity), InQuery(Lifetime), InQuery(Join)],
            Policy = AccessPolicies.Operate,
            Audit = "blocklist.make",
            Media = "text/plain",
        },
    ];

    private static ApiParameter InQuery(ApiParameter parameter) => parameter with { Place = ParameterPlace.Query };

    private static ApiEndpoint Decision(
        string path, string summary, string audit, string duration, Func<IncidentAnswers, string, string, string, TimeSpan, CancellationToken, Task<StoredSilence>> decide)
    {
        ApiParameter time = ApiParameters.For(duration);
        return new ApiEndpoint("POST", path, summary, async request =>
        {
            StoredSilence stored = await decide(
                request.Answers.Incidents, request.Text(ApiParameters.IncidentInPath), request.Author, request.Text(ApiParameters.Reason), request.Duration(time), request.Cancellation)
                .ConfigureAwait(false);
            return ApiAnswer.Of(SilenceRow.Of(stored), ApiJson.Default.SilenceRow);
        })
        {
            Parameters = [ApiParameters.IncidentInPath, time, ApiParameters.Reason],
            Policy = AccessPolicies.Operate,
            Audit = audit,
            Answer = ApiJson.Default.SilenceRow,
        };
    }

    private static async Task<ApiAnswer> NoteAsync(ApiRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Text(NoteText)))
        {
            throw new ParameterProblems(NoteText.Name, "is empty.");
        }

        IncidentNote note = await request.Answers.Incidents.NoteAsync(
            request.Text(ApiParameters.IncidentInPath), request.Author, request.Text(NoteText), request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Of(IncidentNoteRow.Of(note), ApiJson.Default.IncidentNoteRow) with { Status = StatusCodes.Status201Created };
    }

    private static async Task<ApiAnswer> ReportAsync(ApiRequest request)
    {
        ReportText report = await request.Answers.Abuse.ReportAsync(
            request.Text(ApiParameters.IncidentInPath), request.Text(ReportFormat), request.TextOrNull(Language), request.Flag(Pseudonymize), request.Flag(Offline), request.Cancellation)
            .ConfigureAwait(false);
        return File(report.Content, report.MediaType, report.FileName);
    }

    private static async Task<ApiAnswer> SilenceAsync(ApiRequest request)
    {
        string rule = request.TextOrNull(Rule) ?? "";
        IpPrefix? network = request.Find<IpPrefix>(Network);
        if (rule.Length == 0 && network is null)
        {
            throw new ParameterProblems(Rule.Name, "nothing limits what is decided; give rule, network or both.");
        }

        if (rule.Length > 0 && !request.Answers.Incidents.Kinds().Contains(rule))
        {
            throw new ParameterProblems(Rule.Name, $"there is none of that name; there are {string.Join(", ", request.Answers.Incidents.Kinds())}.");
        }

        StoredSilence stored = await request.Answers.Incidents.DecideAsync(
            new Silence
            {
                Action = request.Text(Action) == "mute" ? SilenceAction.Mute : SilenceAction.Exclude,
                Rule = rule,
                Network = network,
                Author = request.Author,
                Reason = request.Text(ApiParameters.Reason),
            },
            request.Duration(ApiParameters.For(Month)),
            request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Of(SilenceRow.Of(stored), ApiJson.Default.SilenceRow) with { Status = StatusCodes.Status201Created, AuditSubject = $"{rule} {network}".Trim() };
    }

    private static async Task<ApiAnswer> TakeBackAsync(ApiRequest request)
    {
        long number = request.Find<long>(Number) ?? 0;
        return await request.Answers.Incidents.TakeBackAsync(number, request.Cancellation).ConfigureAwait(false)
            ? new ApiAnswer { WriteJsonAsync = static (_, _) => Task.CompletedTask, Content = [], Status = StatusCodes.Status204NoContent }
            : throw new NotFoundException($"There is no decision {number}.");
    }

    private static async Task<ApiAnswer> BlocklistAsync(ApiRequest request)
    {
        BlocklistText list = await request.Answers.Abuse.BlocklistAsync(
            request.Text(ListFormat), request.Words(Kinds), (int?)request.Find<long>(LeastSeverity), request.Find<TimeSpan>(Lifetime), (int?)request.Find<long>(Join), request.Cancellation)
            .ConfigureAwait(false);
        return File(System.Text.Encoding.UTF8.GetBytes(list.Text), "text/plain; charset=utf-8", $"blocklist-{list.Format}.txt") with { AuditSubject = list.Format, Total = list.Entries };
    }

    private static ApiAnswer File(byte[] content, string type, string name) => new()
    {
        WriteJsonAsync = static (_, _) => Task.CompletedTask,
        Content = content,
        ContentType = type,
        FileName = name,
    };
}
