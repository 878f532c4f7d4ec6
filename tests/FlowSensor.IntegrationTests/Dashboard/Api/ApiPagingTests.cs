using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>Pages hold everything once, and curves keep their peaks.</summary>
[Collection(ApiSensorCollection.Name)]
public sealed partial class ApiPagingTests(ApiSensor sensor)
{
    private const string Range = "from=2026-11-20T09:00:00Z&to=2026-11-21T09:00:00Z";

    [Theory]
    [InlineData("sources?service=all&" + Range, 170, "source")]
    [InlineData("sources?service=all&sort=source&order=asc&" + Range, 150, "source")]
    [InlineData("incidents?from=2026-11-20", 1, "id")]
    [InlineData("routes", 3, "destination")]
    public async Task Links_Followed_GiveWhatOneQuestionGives(string path, int limit, string key)
    {
        List<string> paged = [];
        string? next = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}";
        int pages = 0;
        while (next is not null)
        {
            using HttpResponseMessage response = sensor.Get(next);
            string text = await response.Content.ReadAsStringAsync();
            paged.AddRange(JsonElement.Parse(text).EnumerateArray().Select(row => row.GetProperty(key).GetString()!));
            next = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? Next().Match(string.Join(", ", links)) is { Success: true } match ? match.Groups[1].Value : null : null;
            pages++;
        }

        IEnumerable<string> whole = sensor.Json($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=0").EnumerateArray().Select(row => row.GetProperty(key).GetString()!);

        Assert.True(pages > 1);
        Assert.Equal(whole, paged);
    }

    [Fact]
    public void Sources_OfAListThatIsSentAsItIsRead_AreThoseOfThePage()
    {
        JsonElement[] page = [.. sensor.Json($"sources?limit=1000&{Range}").EnumerateArray()];
        JsonElement[] list = [.. sensor.Json($"sources?limit=1001&{Range}").EnumerateArray()];
        string[] lines = sensor.Text($"sources?limit=1001&format=csv&{Range}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(page.Length is > 10 and < 1_000);
        Assert.Equal(page.Select(static row => row.GetRawText()), list.Select(static row => row.GetRawText()));
        Assert.Equal(sensor.Text($"sources?limit=1000&format=csv&{Range}").Split('\n', StringSplitOptions.RemoveEmptyEntries), lines);
        Assert.Equal(page.Length + 1, lines.Length);
    }

    [Fact]
    public void Sources_SearchedByNetwork_AreThoseOfTheNetwork()
    {
        string[] all = [.. sensor.Json($"sources?limit=0&{Range}").EnumerateArray().Select(static row => row.GetProperty("source").GetString()!)];
        string network = string.Join('.', all.First(static source => source.Contains('.', StringComparison.Ordinal)).Split('.')[..3]) + ".";

        string[] found = [.. sensor.Json($"sources?limit=0&search={network}0/24&{Range}").EnumerateArray().Select(static row => row.GetProperty("source").GetString()!)];
        string[] one = [.. sensor.Json($"sources?limit=0&search={all[5]}&{Range}").EnumerateArray().Select(static row => row.GetProperty("source").GetString()!)];

        Assert.Equal(all.Where(source => source.StartsWith(network, StringComparison.Ordinal)), found);
        Assert.Equal([all[5]], one);
    }

    [Fact]
    public void Rates_Reduced_KeepSumAndPeak()
    {
        JsonElement fine = Curve("points=5000");
        JsonElement coarse = Curve("points=10");
        long flows = sensor.Json($"services?{Range}").EnumerateArray().Single(static row => row.GetProperty("service").GetString() == "all").GetProperty("flows").GetInt64();

        Assert.InRange(coarse.GetArrayLength(), 5, 10);
        Assert.InRange(fine.GetArrayLength(), 500, 5_000);
        Assert.Equal(Most(fine), Most(coarse));
        Assert.Equal(Least(fine), Least(coarse));
        Assert.Equal(flows, fine.EnumerateArray().Sum(static point => point.GetProperty("mean").GetDouble()) * 60, flows * 0.001);
    }

    [Fact]
    public void Trend_OfASource_SumsToItsFlows()
    {
        JsonElement[] rows = [.. sensor.Json($"sources?limit=20&trend=24&{Range}").EnumerateArray()];

        Assert.Equal(20, rows.Length);
        Assert.All(rows, static row => Assert.Equal(row.GetProperty("flows").GetInt64(), row.GetProperty("trend").EnumerateArray().Sum(static part => part.GetInt64())));
    }

    [GeneratedRegex("<([^>]*)>; rel=\"next\"")]
    private static partial Regex Next();

    private static double Most(JsonElement points) => points.EnumerateArray().Max(static point => point.GetProperty("max").GetDouble());

    private static double Least(JsonElement points) => points.EnumerateArray().Min(static point => point.GetProperty("min").GetDouble());

    private JsonElement Curve(string points) => sensor.Json($"rates?service=all&measure=flows&{points}&{Range}").GetProperty("curves")[0].GetProperty("points");
}
