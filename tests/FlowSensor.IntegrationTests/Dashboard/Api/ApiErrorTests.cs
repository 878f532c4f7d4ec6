using System.Net;
using System.Text;
using System.Text.Json;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>What is refused, and that every refusal is a problem document.</summary>
[Collection(ApiSensorCollection.Name)]
public sealed class ApiErrorTests(ApiSensor sensor)
{
    [Theory]
    [InlineData("rates?points=0", "points")]
    [InlineData("rates?points=999999999999999999999", "points")]
    [InlineData("rates?measure=bytes", "measure")]
    [InlineData("rates?from=0001-01-01T00:00:00Z", "from")]
    [InlineData("rates?from=2026-11-22&to=2026-11-20", "from")]
    [InlineData("rates?from=%00", "from")]
    [InlineData("rates?from=now&from=now", "from")]
    [InlineData("rates?nothing=1", "nothing")]
    [InlineData("rates?direction=both", "direction")]
    [InlineData("top?top=-1", "top")]
    [InlineData("top?by='%3B%20DROP%20TABLE%20spans%3B--", "by")]
    [InlineData("sources?search=192.0.2.0/99", "search")]
    [InlineData("sources?sort=flows%20DESC", "sort")]
    [InlineData("sources?limit=1e9", "limit")]
    [InlineData("sources?offset=-1", "offset")]
    [InlineData("sources/not-an-address", "address")]
    [InlineData("sources/..%2f..%2fetc%2fpasswd", "address")]
    [InlineData("mailservers?day=2026-13-01", "day")]
    [InlineData("mailservers?server=192.0.2.25", "server")]
    [InlineData("incidents?kind=<script>", "kind")]
    [InlineData("incidents?open=yes", "open")]
    [InlineData("contacts/192.0.2.300", "address")]
    [InlineData("rates?format=xml", "format")]
    [InlineData("health?format=csv", "format")]
    public void Get_ParameterThatIsNoGood_IsNamed(string path, string parameter)
    {
        using HttpResponseMessage response = sensor.Get(path);
        JsonElement problem = Problem(response, HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(parameter).GetString()!);
    }

    [Fact]
    public void Get_SeveralParametersNoGood_AllAreNamedAtOnce()
    {
        using HttpResponseMessage response = sensor.Get("rates?points=x&from=y&measure=z");

        Assert.Equal(3, Problem(response, HttpStatusCode.BadRequest).GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "incidents/20000101T0000-0000000000", HttpStatusCode.NotFound)]
    [InlineData("GET", "incidents/'%20OR%201=1", HttpStatusCode.NotFound)]
    [InlineData("POST", "rates", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "incidents", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "silences/999999", HttpStatusCode.NotFound)]
    public async Task Ask_WhatIsNotThere_IsAProblem(string method, string path, HttpStatusCode status)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        using HttpResponseMessage response = await sensor.Client.SendAsync(request);

        Problem(response, status);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":5}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"a\\u0000b\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"\\ud800\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"a\",\"more\":1}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"a\",\"text\":\"a\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"a\",\"t\\u0065xt\":\"b\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("text=a", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("{\"text\":\"a\"}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public void Post_BodyThatIsNoGood_IsAProblem(string body, string type, HttpStatusCode status)
    {
        using HttpResponseMessage response = sensor.Post($"incidents/{sensor.Incidents[0]}/notes", body, type);

        Problem(response, status);
    }

    [Fact]
    public void Post_BodyThatIsTooLarge_IsRefused()
    {
        using HttpResponseMessage response = sensor.Post($"incidents/{sensor.Incidents[0]}/notes", $"{{\"text\":\"{new string('a', 200_000)}\"}}");

        Problem(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public void Get_AcceptOfSomethingElse_IsNotAcceptable()
    {
        using HttpResponseMessage picture = sensor.Get("services", "image/png");
        using HttpResponseMessage browser = sensor.Get("services", "text/html,application/xhtml+xml,*/*;q=0.8");
        using HttpResponseMessage weighed = sensor.Get("services", "application/json;q=0.2, text/csv");

        Problem(picture, HttpStatusCode.NotAcceptable);
        Assert.Equal("application/json", browser.Content.Headers.ContentType?.MediaType);
        Assert.Equal("text/csv", weighed.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public void Get_AnyBytesAsParameters_NeverFailsTheSensor()
    {
        Random random = new(9);
        string[] paths = ["rates", "sources", "incidents", "dns/rates", "mailservers", "routes", "logs/findings"];
        string[] names = ["from", "to", "service", "direction", "search", "kind", "limit", "offset", "day", "points", "part", "router"];
        for (int i = 0; i < 300; i++)
        {
            byte[] value = new byte[random.Next(1, 12)];
            random.NextBytes(value);
            string text = string.Concat(value.Select(static octet => $"%{octet:X2}"));
            using HttpResponseMessage response = sensor.Get($"{paths[i % paths.Length]}?{names[random.Next(names.Length)]}={text}");

            Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.BadRequest, $"{response.RequestMessage!.RequestUri}: {response.StatusCode}");
        }
    }

    private static JsonElement Problem(HttpResponseMessage response, HttpStatusCode status)
    {
        byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonElement.Parse(body);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("/api/v1/", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
        return problem;
    }
}
