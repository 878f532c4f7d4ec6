using System.Text;
using FlowSensor.Dashboard.Api;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Requests of the API: the first line is a query string, the rest a body.</summary>
internal sealed class ApiTarget : FuzzTarget
{
    private const string Request =
        "?from=2026-01-31T12:00:00Z&to=-1h&text=a&number=5&flag=true&date=2026-01-31&network=192.0.2.0/24&words=a,b&from=today&nothing=1&x=%00%ff\n"
        + """{"reason":"why","for":"12h","on":true,"many":["a","b"],"how_many":7,"more":{"a":null},"who":"192.0.2.1","reason":"\u00e9"}""";

    private static readonly ApiEndpoint Endpoint = new("POST", "/fuzz", "All kinds of parameters.", static _ => throw new NotSupportedException())
    {
        Parameters =
        [
            ApiParameters.From, ApiParameters.To, ApiParameters.Reason, ApiParameters.For("1h"), ApiParameters.Direction,
            new("text", ParameterKind.Text, ""), new("number", ParameterKind.Number, ""), new("flag", ParameterKind.Flag, ""), new("date", ParameterKind.Date, ""),
            new("network", ParameterKind.Network, ""), new("words", ParameterKind.Words, "") { Allowed = ["a", "b"] },
            new("on", ParameterKind.Flag, "") { Place = ParameterPlace.Body }, new("many", ParameterKind.Words, "") { Place = ParameterPlace.Body },
            new("how_many", ParameterKind.Number, "") { Place = ParameterPlace.Body }, new("who", ParameterKind.Address, "") { Place = ParameterPlace.Body },
        ],
    };

    private readonly ParameterReader _reader = new(TimeZoneInfo.Utc, new StandingClock());

    /// <inheritdoc/>
    public override string Name => "api";

    /// <inheritdoc/>
    public override string Description => "RequestReader and ParameterReader, a query and a body";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 1_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Request.Split(['?', '&', '=', '\n', '{', '}', ',', ':', '"'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        .. new[] { "&", "=", "%", "%u0041", "+", "\"\\ud800\"", "null", "1e9", "direction=any", "yesterday", "-99999999d", "2026-02-30", "1h30m", "9999999999d" }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <inheritdoc/>
    // A request, a document, a sentence for each problem.
    public override long MostAllocated(int length) => 100_000 + (1_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [Encoding.UTF8.GetBytes(Request)];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        int end = input.IndexOf((byte)'\n');
        ReadOnlySpan<byte> query = end < 0 ? input : input[..end];
        byte[] body = end < 0 ? [] : input[(end + 1)..].ToArray();
        Dictionary<string, string> texts = [];
        Dictionary<string, string> problems = [];
        RequestReader.ReadQuery(Endpoint, new QueryCollection(QueryHelpers.ParseQuery(Encoding.Latin1.GetString(query))), texts, problems);
        DefaultHttpContext context = new();
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = body.Length;
        context.Request.Body = new MemoryStream(body, writable: false);
        try
        {
            // The body is in memory, so that nothing is waited for.
            RequestReader.ReadBodyAsync(Endpoint, context, texts, problems).GetAwaiter().GetResult();
        }
        catch (BadHttpRequestException)
        {
            // How a body is refused.
            seen.Status(1);
        }

        foreach (ApiParameter parameter in Endpoint.Parameters)
        {
            if (texts.TryGetValue(parameter.Name, out string? text))
            {
                string? problem = _reader.Read(parameter, text, out object? value);
                seen.Status(problem is null ? 2 : 3);
                seen.Add(problem ?? "");
                seen.Add(value?.ToString() ?? "");
                if (problem is null && value is null)
                {
                    throw new PropertyException($"{parameter.Name} has neither a value nor a problem");
                }
            }
        }

        seen.Count(problems.Count);
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    }
}
