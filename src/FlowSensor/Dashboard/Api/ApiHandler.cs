using System.Globalization;
using FlowSensor.Dashboard.Access;
using Microsoft.Net.Http.Headers;

namespace FlowSensor.Dashboard.Api;

/// <summary>Answers requests to the endpoints of the table: reads parameters, asks, writes JSON or CSV with the headers.</summary>
/// <param name="reader">Reads parameters.</param>
/// <param name="audit">Where actions are written down.</param>
internal sealed class ApiHandler(RequestReader reader, AuditLog audit)
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(ApiEndpoint endpoint, HttpContext context)
    {
        string? form;
        ApiRequest request;
        try
        {
            form = FormOf(endpoint, context.Request);
            request = await reader.ReadAsync(endpoint, context).ConfigureAwait(false);
        }
        catch (Exception failure) when (endpoint.Audit is not null && failure is ParameterProblems or BadHttpRequestException)
        {
            // An attempt is an attempt: what somebody tried to do and how it was wrong is as telling as what was done.
            audit.Write(context.User, endpoint.Audit!, SubjectOf(context), AuditLog.Invalid, failure.Message);
            throw;
        }

        if (form is null)
        {
            string forms = endpoint.Media ?? (endpoint.HasCsv ? $"{Json} or {Csv}" : Json);
            if (endpoint.Audit is not null)
            {
                audit.Write(context.User, endpoint.Audit, SubjectOf(context), AuditLog.Invalid, $"This answers as {forms}.");
            }

            await ApiProblems.WriteAsync(context, StatusCodes.Status406NotAcceptable, $"This answers as {forms}.").ConfigureAwait(false);
            return;
        }

        ApiAnswer answer = await AnswerAsync(endpoint, request, context).ConfigureAwait(false);
        WriteHeaders(endpoint, request, answer, context);
        context.Response.StatusCode = answer.Status;
        if (answer.Content is byte[] content)
        {
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, request.Cancellation).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = form == Csv ? "text/csv; charset=utf-8; header=present" : Json;
        await using BufferedBody body = new(context.Response.Body);
        await (form == Csv ? answer.WriteCsvAsync(body, request.Cancellation) : answer.WriteJsonAsync(body, request.Cancellation)).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> AnswerAsync(ApiEndpoint endpoint, ApiRequest request, HttpContext context)
    {
        if (endpoint.Audit is null)
        {
            return await endpoint.Handle(request).ConfigureAwait(false);
        }

        string subject = SubjectOf(context);
        try
        {
            ApiAnswer answer = await endpoint.Handle(request).ConfigureAwait(false);
            audit.Write(request.User, endpoint.Audit, answer.AuditSubject.Length > 0 ? answer.AuditSubject : subject, AuditLog.Done);
            return answer;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            audit.Write(request.User, endpoint.Audit, subject, failure.Message);
            throw;
        }
    }

    private static string SubjectOf(HttpContext context) => context.GetRouteValue("id") as string ?? context.GetRouteValue("number") as string ?? "";

    private static void WriteHeaders(ApiEndpoint endpoint, ApiRequest request, ApiAnswer answer, HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (answer is { From: DateTimeOffset from, To: DateTimeOffset to })
        {
            headers[ApiHeaders.From] = ApiHeaders.Time(from);
            headers[ApiHeaders.To] = ApiHeaders.Time(to);
        }

        if (answer.Spans is int spans)
        {
            headers[ApiHeaders.Spans] = spans.ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Total is int total)
        {
            headers[ApiHeaders.Total] = total.ToString(CultureInfo.InvariantCulture);
        }

        if (answer.FileName is string name)
        {
            headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        }

        if (endpoint.HasPages && PageLinks.Of(context.Request, request.Number(ApiParameters.Limit), request.Number(ApiParameters.Offset), answer.HasMore) is { Length: > 0 } links)
        {
            headers.Link = links;
        }
    }

    // What is asked for by name wins over what is accepted; a browser accepts everything and gets JSON.
    private static string? FormOf(ApiEndpoint endpoint, HttpRequest request)
    {
        string? named = request.Query[ApiParameters.Format.Name];
        if (named is not null && !endpoint.Parameters.Contains(ApiParameters.Format) && endpoint.Parameters.Any(static parameter => parameter.Name == ApiParameters.Format.Name))
        {
            return Json;
        }

        if (named is not null)
        {
            return named == "csv" && endpoint.HasCsv ? Csv
                : named == "json" ? Json
                : throw new ParameterProblems(ApiParameters.Format.Name, endpoint.HasCsv ? "is neither json nor csv." : "is not json, and there is nothing else here.");
        }

        if (endpoint.Media is not null || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
        {
            return Json;
        }

        MediaTypeHeaderValue json = new(Json);
        MediaTypeHeaderValue csv = new(Csv);
        foreach (MediaTypeHeaderValue type in accepted.Where(static type => type.Quality is not 0).OrderByDescending(static type => type.Quality ?? 1))
        {
            if (json.IsSubsetOf(type))
            {
                return Json;
            }

            if (endpoint.HasCsv && csv.IsSubsetOf(type))
            {
                return Csv;
            }
        }

        return null;
    }
}
