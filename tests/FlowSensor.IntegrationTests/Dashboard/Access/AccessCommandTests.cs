using System.Net;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>The commands about users, tokens and the audit log, and what is written down.</summary>
[Collection(AccessSensorCollection.Name)]
public sealed class AccessCommandTests(AccessSensor sensor)
{
    [Theory]
    [InlineData("short\n", "too short", "user", "add", "new")]
    [InlineData("", "no password on standard input", "user", "add", "new")]
    [InlineData("correct horse battery\n", "is no name", "user", "add", "New User")]
    [InlineData("correct horse battery\n", "is no name", "user", "add", "-")]
    [InlineData("correct horse battery\n", "there is a user", "user", "add", "ines")]
    [InlineData("correct horse battery\n", "there is no user", "user", "password", "nobody")]
    [InlineData("", "there is no user", "user", "remove", "nobody")]
    [InlineData("", "there is no token", "token", "revoke", "nothing")]
    [InlineData("", "is no duration", "token", "create", "x", "--for", "soon")]
    public void Command_ThatCannotBeDone_SaysSoInOneSentence(string input, string wanted, params string[] arguments)
    {
        SensorResult result = sensor.Try(input, arguments);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(wanted, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Audit_OfWhatPeopleDo_HasARowEach()
    {
        sensor.AddUser("anna", "read");
        using AccessClient client = sensor.Open("127.0.0.31");
        using HttpResponseMessage wrong = await client.LogInAsync("anna", "not the password");
        using HttpResponseMessage right = await client.LogInAsync("anna", AccessSensor.Password);
        string token = await client.FormTokenAsync("/logout");
        using HttpResponseMessage refused = await client.SendAsync(HttpMethod.Post, "/api/v1/silences", new StringContent("{}"), ("X-CSRF-Token", token));
        using HttpResponseMessage hidden = await client.GetAsync("/api/v1/audit");
        FormUrlEncodedContent form = new(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        using HttpResponseMessage farewell = await client.SendAsync(HttpMethod.Post, "/logout", form);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, hidden.StatusCode);
        Assert.Equal(
            ["anna access.logout anna done", "anna access.act POST /api/v1/silences refused", "anna access.login anna done", " access.login anna refused"],
            Entries(JsonElement.Parse(sensor.Run("", "audit", "--json").Output)));
        Assert.Contains(
            $"{Environment.UserName} user.add anna done",
            JsonElement.Parse(sensor.Run("", "audit", "--json", "--action", "user.").Output).EnumerateArray().Select(Line));

        // The API tells an admin the same.
        string secret = sensor.Run("", "token", "create", "auditor", "--role", "admin").Output.TrimEnd();
        using HttpResponseMessage answer = await client.GetAsync("/api/v1/audit?actor=anna&limit=2", ("Authorization", $"Bearer {secret}"));
        Assert.Equal(
            ["anna access.logout anna done", "anna access.act POST /api/v1/silences refused"],
            Entries(JsonElement.Parse(await answer.Content.ReadAsStringAsync())));
        Assert.Contains("rel=\"next\"", string.Join(' ', answer.Headers.GetValues("Link")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_IsChanged_HoldsAtTheNextRequest()
    {
        sensor.AddUser("rosa", "read");
        using AccessClient client = await sensor.OpenAsync("rosa");
        string token = await client.FormTokenAsync("/logout");
        HttpStatusCode before = await client.MuteAsync(("X-CSRF-Token", token));

        sensor.Run("", "user", "role", "rosa", "operate");
        HttpStatusCode after = await client.MuteAsync(("X-CSRF-Token", token));

        Assert.Equal(HttpStatusCode.Forbidden, before);
        Assert.Equal(HttpStatusCode.Created, after);
    }

    [Fact]
    public void Lists_OfUsersAndTokens_TellNoSecrets()
    {
        string token = sensor.Run("", "token", "create", "listed").Output.TrimEnd();
        string everything = string.Concat(
            sensor.Run("", "user", "list").Output, sensor.Run("", "user", "list", "--json").Output, sensor.Run("", "token", "list").Output,
            sensor.Run("", "token", "list", "--csv").Output, sensor.Run("", "audit", "--csv").Output);

        Assert.Contains("ines", everything, StringComparison.Ordinal);
        Assert.Contains("listed", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("pbkdf2", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(token["fst_".Length..], everything, StringComparison.Ordinal);
    }

    private static string[] Entries(JsonElement entries) => [.. entries.EnumerateArray()
        .Where(static entry => entry.GetProperty("address").GetString() == "127.0.0.31").Select(Line)];

    private static string Line(JsonElement entry) => string.Join(' ', ((string[])["actor", "action", "subject", "result"]).Select(name => entry.GetProperty(name).GetString()));
}
