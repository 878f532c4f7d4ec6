using System.Globalization;
using System.Net;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>Log-in at a real OpenID Connect provider.</summary>
public sealed class AccessProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _address = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{LoopbackPort.FreeTcp()}");

    public void Dispose() => _folder.Dispose();

    [PeerFact("glewlwyd")]
    public async Task LogIn_AtTheProvider_GivesTheRoleOfTheGroup()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        using Glewlwyd provider = new(_folder.Path, $"{_address}/login/answer");
        using PeerProcess sensor = Start(provider.Issuer);
        using AccessClient client = new(_address, certificate);

        using HttpResponseMessage page = await client.GetAsync("/login");
        Assert.Contains("Log in with Example &lt;b&gt;", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage question = await client.GetAsync("/login/provider?return=/no/such/page");
        Assert.Contains("code_challenge_method=S256", question.Headers.Location!.Query, StringComparison.Ordinal);
        Uri back = await provider.AgreeAsync("olga", question.Headers.Location);
        using HttpResponseMessage answer = await client.GetAsync(back.PathAndQuery);
        using HttpResponseMessage arrival = await client.GetAsync(answer.Headers.Location!.ToString());

        Assert.Contains("content=\"0;url=/no/such/page\"", await arrival.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await client.IsInAsync());
        Assert.Equal(HttpStatusCode.Created, await client.MuteAsync(("X-CSRF-Token", await client.FormTokenAsync("/logout"))));
        JsonElement entry = JsonElement.Parse(Sensor.Run(_folder.Path, "audit", "--json", "--config", "flowsensor.yaml").Output).EnumerateArray().First(static entry => Text(entry, "action") == "access.login");
        Assert.Equal(("oidc:olga", "operate", "done"), (Text(entry, "actor"), Text(entry, "role"), Text(entry, "result")));

        // The same answer twice is a replay.
        using AccessClient thief = new(_address, certificate);
        using HttpResponseMessage stolen = await thief.GetAsync(back.PathAndQuery);
        Assert.Equal("/login?reason=provider", stolen.Headers.Location?.ToString());
        Assert.False(await thief.IsInAsync());
        Assert.Equal(0, sensor.Stop());
    }

    [PeerFact("glewlwyd")]
    public async Task LogIn_OfSomebodyWithoutARole_IsRefused()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        using Glewlwyd provider = new(_folder.Path, $"{_address}/login/answer");
        using PeerProcess sensor = Start(provider.Issuer);
        using AccessClient client = new(_address, certificate);

        using HttpResponseMessage question = await client.GetAsync("/login/provider");
        Uri back = await provider.AgreeAsync("gast", question.Headers.Location!);
        using HttpResponseMessage answer = await client.GetAsync(back.PathAndQuery);
        using HttpResponseMessage page = await client.GetAsync(answer.Headers.Location!.ToString());

        Assert.Equal("/login?reason=role", answer.Headers.Location.ToString());
        Assert.Contains("Your account has no role here", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await client.IsInAsync());
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public async Task LogIn_WhileTheProviderIsAway_SaysSo()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        using PeerProcess sensor = Start(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.FreeTcp()}"));
        using AccessClient client = new(_address, certificate);

        using HttpResponseMessage answer = await client.GetAsync("/login/provider");

        Assert.Equal("/login?reason=provider", answer.Headers.Location?.ToString());
        sensor.WaitUntil(() => sensor.Errors.Contains("Nobody can log in at the OpenID Connect provider", StringComparison.Ordinal));
        Assert.Equal(0, sensor.Stop());
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private PeerProcess Start(string issuer)
    {
        File.WriteAllText(_folder.File("secret"), Glewlwyd.Secret);
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$$"""
            inputs: {netflow: {listen: ["127.0.0.1:{{{LoopbackPort.FreeUdp()}}}"]}, sflow: {listen: []}}
            dashboard:
              listen: "{{{new Uri(_address).Authority}}}"
              tls: {certificate_file: cert.pem, key_file: key.pem}
              oidc:
                authority: "{{{issuer}}}"
                client_id: {{{Glewlwyd.Client}}}
                client_secret_file: secret
                scopes: []
                roles: {staff: read, noc: operate}
                title: "Example <b>"
            """);
        PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml");
        sensor.WaitUntil(() => sensor.Errors.Contains("dashboard answers", StringComparison.Ordinal));
        return sensor;
    }
}
