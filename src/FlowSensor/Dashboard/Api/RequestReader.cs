using System.Globalization;
using System.Text.Json;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Configuration;
using FlowSensor.Status;
using Microsoft.Extensions.Primitives;

namespace FlowSensor.Dashboard.Api;

/// <summary>Reads and checks the parameters of requests; every problem is told at once.</summary>
/// <param name="status">The sensor.</param>
/// <param name="answers">What can be asked.</param>
/// <param name="clock">Time.</param>
internal sealed class RequestReader(SensorStatus status, SensorAnswers answers, TimeProvider clock)
{
    private static readonly JsonDocumentOptions BodyOptions = new() { MaxDepth = 4 };

    /// <summary>Reads a request.</summary>
    /// <exception cref="ParameterProblems">A parameter is not as it must be.</exception>
    /// <exception cref="SensorStartingException">The sensor has not begun yet.</exception>
    public async Task<ApiRequest> ReadAsync(ApiEndpoint endpoint, HttpContext context)
    {
        SensorOptions options = status.Options ?? throw new SensorStartingException();
        Dictionary<string, string> problems = [];
        Dictionary<string, string> texts = [];
        ReadQuery(endpoint, context.Request.Query, texts, problems);
        if (endpoint.Parameters.Any(static parameter => parameter.Place == ParameterPlace.Body))
        {
            await ReadBodyAsync(endpoint, context, texts, problems).ConfigureAwait(false);
        }

        ParameterReader reader = new(options.Sensor.TimeZone, clock);
        Dictionary<string, object> values = [];
        foreach (ApiParameter parameter in endpoint.Parameters)
        {
            string? text = parameter.Place == ParameterPlace.Path ? context.GetRouteValue(parameter.Name) as string : texts.GetValueOrDefault(parameter.Name);
            text ??= parameter.Default;
            if (text is null)
            {
                if (parameter.IsRequired && !problems.ContainsKey(parameter.Name))
                {
                    problems[parameter.Name] = "is missing.";
                }
            }
            else if (reader.Read(parameter, text, out object? value) is string problem)
            {
                problems[parameter.Name] = problem;
            }
            else if (value is not null)
            {
                values[parameter.Name] = value;
            }
        }

        if (values.GetValueOrDefault("from") is long from && values.GetValueOrDefault("to") is long to && from >= to)
        {
            problems["from"] = "is not before to, so there is nothing between them.";
        }

        return problems.Count == 0 ? new ApiRequest(context, answers, values) : throw new ParameterProblems(problems);
    }

    internal static void ReadQuery(ApiEndpoint endpoint, IQueryCollection query, Dictionary<string, string> texts, Dictionary<string, string> problems)
    {
        foreach ((string name, StringValues given) in query)
        {
            if (name != ApiParameters.Format.Name && !endpoint.Parameters.Any(parameter => parameter.Place == ParameterPlace.Query && parameter.Name == name))
            {
                problems[Shown(name)] = "there is no such parameter here.";
            }
            else if (given.Count != 1)
            {
                problems[name] = "is given more than once.";
            }
            else
            {
                texts[name] = given[0] ?? "";
            }
        }
    }

    internal static async Task ReadBodyAsync(ApiEndpoint endpoint, HttpContext context, Dictionary<string, string> texts, Dictionary<string, string> problems)
    {
        if (context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return;
        }

        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be a JSON object, sent as application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, BodyOptions, context.RequestAborted).ConfigureAwait(false);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new BadHttpRequestException("The body must be a JSON object.");
            }

            HashSet<string> given = [];
            foreach (JsonProperty member in body.RootElement.EnumerateObject())
            {
                // Readers differ in which of two they take (RFC 8259 4), so what a proxy allowed may be another than what is done.
                if (!given.Add(member.Name))
                {
                    problems[Shown(member.Name)] = "is given more than once.";
                    continue;
                }

                ApiParameter? parameter = endpoint.Parameters.FirstOrDefault(known => known.Place == ParameterPlace.Body && known.Name == member.Name);
                if (parameter is null)
                {
                    problems[Shown(member.Name)] = "there is no such parameter here.";
                }
                else if (TextOf(parameter, member.Value) is string text)
                {
                    texts[member.Name] = text;
                }
                else if (member.Value.ValueKind != JsonValueKind.Null)
                {
                    problems[member.Name] = "has the wrong type.";
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no text, such as half of a surrogate pair.
            throw new BadHttpRequestException("The body is no valid JSON.");
        }
    }

    private static string? TextOf(ApiParameter parameter, JsonElement value) => (parameter.Kind, value.ValueKind) switch
    {
        (ParameterKind.Number, JsonValueKind.Number) => value.GetRawText(),
        (ParameterKind.Flag, JsonValueKind.True) => "true",
        (ParameterKind.Flag, JsonValueKind.False) => "false",
        (ParameterKind.Words, JsonValueKind.Array) when value.EnumerateArray().All(static word => word.ValueKind == JsonValueKind.String) =>
            string.Join(',', value.EnumerateArray().Select(static word => word.GetString())),
        (not (ParameterKind.Number or ParameterKind.Flag or ParameterKind.Words), JsonValueKind.String) => value.GetString(),
        _ => null,
    };

    // A stranger's name of a parameter is told back, but not at any length.
    private static string Shown(string name) => name.Length <= 64 ? name : string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, 64)}...");
}
