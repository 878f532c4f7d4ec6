using System.Net;
using System.Text.Json;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>Everything that the OpenAPI document promises is there.</summary>
[Collection(ApiSensorCollection.Name)]
public sealed class ApiDocumentTests(ApiSensor sensor)
{
    // Of these the test's sensor has nothing: it captures no packets live, mutes nothing of itself, and nobody acts on it first.
    private static readonly string[] MayBeEmpty = ["/api/v1/silences", "/api/v1/incidents/{id}/notes", "/api/v1/ledger/rates", "/api/v1/interfaces", "/api/v1/audit"];

    [Fact]
    public void Operations_Get_AllAnswerJsonWithContent()
    {
        List<string> asked = [];
        foreach ((string path, JsonElement operation) in Operations("get").Where(static asked => AnswersJson(asked.Operation)))
        {
            string text = sensor.Text(Fill(path));
            JsonElement answer = JsonElement.Parse(text);
            JsonElement schema = operation.GetProperty("responses").GetProperty("2XX").GetProperty("content").GetProperty("application/json").GetProperty("schema");

            Assert.Equal(IsArray(schema) ? JsonValueKind.Array : JsonValueKind.Object, answer.ValueKind);
            Assert.True(answer.ValueKind == JsonValueKind.Object || answer.GetArrayLength() > 0 || MayBeEmpty.Contains(path), $"{path} is empty");
            asked.Add(path);
        }

        Assert.True(asked.Count >= 28, $"only {asked.Count} operations");
    }

    [Fact]
    public async Task Operations_WithCsv_AnswerARowForEveryElement()
    {
        int tables = 0;
        foreach ((string path, JsonElement operation) in Operations("get").Where(static asked => AnswersJson(asked.Operation)))
        {
            if (!operation.GetProperty("responses").GetProperty("2XX").GetProperty("content").TryGetProperty("text/csv", out _))
            {
                using HttpResponseMessage refused = sensor.Get(Fill(path), "text/csv");
                Assert.Equal(HttpStatusCode.NotAcceptable, refused.StatusCode);
                continue;
            }

            using HttpResponseMessage response = sensor.Get(Fill(path), "text/csv");
            string text = await response.Content.ReadAsStringAsync();
            JsonElement json = sensor.Json(Fill(path));

            Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
            Assert.Matches("^[a-z0-9_]+(,[a-z0-9_]+)*\n", text);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            if (json.ValueKind == JsonValueKind.Array && path is not ("/api/v1/incidents/months" or "/api/v1/mailservers"))
            {
                Assert.Equal(json.GetArrayLength(), Records(text) - 1);
            }

            tables++;
        }

        Assert.True(tables >= 18, $"only {tables} tables");
    }

    [Theory]
    [InlineData("incidents/{id}/report", "Dear colleague")]
    [InlineData("incidents/{id}/report?format=bundle", "PK")]
    [InlineData("incidents/{id}/report?format=html", "<!")]
    [InlineData("blocklist?format=plain", "")]
    public async Task Files_ThatPagesLinkTo_AreThere(string path, string begins)
    {
        string id = sensor.Json("incidents")[0].GetProperty("id").GetString()!;

        using HttpResponseMessage response = sensor.Get(path.Replace("{id}", id, StringComparison.Ordinal));
        string text = System.Text.Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains(begins, text[..Math.Min(text.Length, 400)], StringComparison.Ordinal);
        Assert.NotEmpty(text);
    }

    [Fact]
    public void Document_EveryParameter_IsDescribedAndPathsHaveTheirs()
    {
        JsonElement document = JsonElement.Parse(sensor.Text("/openapi/v1.json"));
        HashSet<string> names = [];

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                Assert.True(names.Add(operation.Value.GetProperty("operationId").GetString()!));
                JsonElement[] parameters = operation.Value.TryGetProperty("parameters", out JsonElement list) ? [.. list.EnumerateArray()] : [];
                Assert.All(parameters, static parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
                Assert.Equal(
                    path.Name.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part.Trim('{', '}')).Order(StringComparer.Ordinal),
                    parameters.Where(static parameter => parameter.GetProperty("in").GetString() == "path").Select(static parameter => parameter.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
                Assert.Equal(path.Name == "/api/v1/audit" ? "admin" : operation.Name == "get" && AnswersJson(operation.Value) ? "read" : "operate", operation.Value.GetProperty("x-policy").GetString());
            }
        }
    }

    private IEnumerable<(string Path, JsonElement Operation)> Operations(string method)
    {
        JsonElement document = JsonElement.Parse(sensor.Text("/openapi/v1.json"));
        return [.. document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty(method, out _)).Select(path => (path.Name, path.Value.GetProperty(method)))];
    }

    private static bool AnswersJson(JsonElement operation) =>
        operation.GetProperty("responses").GetProperty("2XX").GetProperty("content").TryGetProperty("application/json", out _);

    private string Fill(string path)
    {
        string filled = path.Replace("{address}", Suspect, StringComparison.Ordinal).Replace("{id}", sensor.Incidents[0], StringComparison.Ordinal);
        return path.Contains("/evidence", StringComparison.Ordinal) || path.Contains("/peers", StringComparison.Ordinal) || path.Contains("{id}", StringComparison.Ordinal)
            || path.Contains("rout", StringComparison.Ordinal) || path.Contains("topology", StringComparison.Ordinal) || path.Contains("contact", StringComparison.Ordinal)
            || path.Contains("rare", StringComparison.Ordinal) || path.EndsWith("health", StringComparison.Ordinal) || path.EndsWith("silences", StringComparison.Ordinal)
            ? filled
            : filled + (path.EndsWith("complaints", StringComparison.Ordinal) ? "" : "?from=2026-11-20&to=2026-11-22");
    }

    // A host that evidence is kept of.
    private string Suspect => sensor.Json("incidents?from=2026-11-20&limit=0").EnumerateArray()
        .First(static incident => incident.GetProperty("evidence").GetProperty("flows").GetInt64() > 0 && incident.GetProperty("source").GetString()!.Length > 0)
        .GetProperty("source").GetString()!;

    private static bool IsArray(JsonElement schema) => schema.GetProperty("type") is { ValueKind: JsonValueKind.String } type
        ? type.GetString() == "array"
        : schema.GetProperty("type").EnumerateArray().Any(static type => type.GetString() == "array");

    private static int Records(string csv)
    {
        bool quoted = false;
        int records = 0;
        foreach (char letter in csv)
        {
            quoted ^= letter == '"';
            records += letter == '\n' && !quoted ? 1 : 0;
        }

        return records;
    }
}
