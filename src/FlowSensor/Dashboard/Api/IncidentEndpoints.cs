using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>Incidents and decisions, to look at.</summary>
internal static class IncidentEndpoints
{
    private static readonly ApiParameter Open = new("open", ParameterKind.Flag, "Only those that are open.");

    private static readonly ApiParameter Kind = new("kind", ParameterKind.Text, "Only this kind or own rule.");

    private static readonly ApiParameter Source = new("source", ParameterKind.Address, "Only this source.");

    private static readonly ApiParameter Evidence = new("evidence", ParameterKind.Number, "Most flow records, and most windows, of evidence.")
    {
        Default = "1000",
        Most = IncidentAnswers.MostEvidence,
    };

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/incidents", "Incidents, the oldest first, as 'flowsensor incidents' prints them; without a start, of the seven days before the end.", ListAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Open, Kind, Source, ApiParameters.Limit, ApiParameters.Offset],
            HasCsv = true,
            HasPages = true,
        },
        new("GET", "/incidents/months", "Hosts by kind and month, as 'flowsensor incidents monthly' prints them.", MonthsAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To],
            HasCsv = true,
        },
        new("GET", "/incidents/{id}", "One incident with what became of it and its evidence, as 'flowsensor incidents show' prints it.", ShowAsync)
        {
            Parameters = [ApiParameters.IncidentInPath, Evidence],
        },
        new("GET", "/incidents/{id}/notes", "Notes of operators on one incident, the oldest first.", NotesAsync)
        {
            Parameters = [ApiParameters.IncidentInPath],
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListIncidentNoteRow,
        },
        new("GET", "/silences", "What is muted, excluded and acknowledged, until when and by whom.", SilencesAsync)
        {
            HasCsv = true,
            Answer = ApiJson.Default.IReadOnlyListSilenceRow,
        },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiRequest request)
    {
        string? kind = request.TextOrNull(Kind);
        IReadOnlyList<string> known = request.Answers.Incidents.Kinds();
        if (kind is not null && !known.Contains(kind))
        {
            throw new ParameterProblems(Kind.Name, $"there is none of that name; there are {string.Join(", ", known)}.");
        }

        int limit = request.Number(ApiParameters.Limit);
        IncidentFilter filter = new()
        {
            Range = request.Range,
            OnlyOpen = request.Flag(Open),
            Rule = kind,
            Source = request.Find<IpAddress>(Source),
            Limit = limit == 0 ? null : limit,
            Offset = request.Number(ApiParameters.Offset),
        };
        Page<IncidentReport> page = await request.Answers.Incidents.PageAsync(filter, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Written(stream => IncidentsDocument.WriteJson(stream, page.Rows)) with
        {
            CsvNames = IncidentsDocument.CsvNames,
            CsvRows = page.Rows.Select(IncidentsDocument.CsvRow),
            HasMore = page.HasMore,
            Total = page.Total,
        };
    }

    private static async Task<ApiAnswer> MonthsAsync(ApiRequest request)
    {
        IReadOnlyList<IncidentMonth> months = await request.Answers.Incidents.MonthsAsync(request.Range, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Written(stream => IncidentMonthsDocument.WriteJson(stream, months)) with { CsvNames = ReportColumns.Months, CsvRows = IncidentMonthsDocument.CsvRows(months) };
    }

    private static async Task<ApiAnswer> ShowAsync(ApiRequest request)
    {
        IncidentDetails details = await request.Answers.Incidents.ShowAsync(request.Text(ApiParameters.IncidentInPath), request.Number(Evidence), request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.Written(stream => IncidentsDocument.WriteJson(stream, details.Incident, details.Changes, details.Windows, details.Flows));
    }

    private static async Task<ApiAnswer> NotesAsync(ApiRequest request)
    {
        IncidentDetails details = await request.Answers.Incidents.ShowAsync(request.Text(ApiParameters.IncidentInPath), 0, request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfRows([.. details.Notes.Select(IncidentNoteRow.Of)], ApiJson.Default.IReadOnlyListIncidentNoteRow, ApiJson.Default.IncidentNoteRow);
    }

    private static async Task<ApiAnswer> SilencesAsync(ApiRequest request)
    {
        IReadOnlyList<StoredSilence> silences = await request.Answers.Incidents.SilencesAsync(request.Cancellation).ConfigureAwait(false);
        return ApiAnswer.OfRows([.. silences.Select(SilenceRow.Of)], ApiJson.Default.IReadOnlyListSilenceRow, ApiJson.Default.SilenceRow);
    }
}
