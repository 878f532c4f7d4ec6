using System.Net;
using System.Text.Json;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>API tokens at a running sensor: roles, use, expiry, revocation.</summary>
[Collection(AccessSensorCollection.Name)]
public sealed class AccessTokenTests(AccessSensor sensor)
{
    [Theory]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("operate", HttpStatusCode.Created)]
    [InlineData("admin", HttpStatusCode.Created)]
    public async Task Token_OfARole_MayWhatTheRoleMay(string role, HttpStatusCode change)
    {
        string token = Make($"role-{role}", "--role", role);
        using AccessClient client = sensor.Open();

        using HttpResponseMessage look = await client.GetAsync("/there/is/no/such/page", Bearer(token));
        HttpStatusCode act = await client.MuteAsync(Bearer(token));

        Assert.Equal(HttpStatusCode.NotFound, look.StatusCode);
        Assert.Equal(change, act);
    }

    [Fact]
    public async Task Token_IsRevoked_OpensNothing()
    {
        string token = Make("short-lived");
        using AccessClient client = sensor.Open();
        using HttpResponseMessage before = await client.GetAsync("/x", Bearer(token));

        sensor.Run("", "token", "revoke", "short-lived");
        using HttpResponseMessage after = await client.GetAsync("/x", Bearer(token));

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal("Bearer", after.Headers.WwwAuthenticate.ToString());
        Assert.Equal("revoked", State("short-lived"));
    }

    [Fact]
    public async Task Token_IsOver_OpensNothing()
    {
        string token = Make("expired", "--for", "1ms");
        using AccessClient client = sensor.Open();

        using HttpResponseMessage answer = await client.GetAsync("/x", Bearer(token));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("expired", State("expired"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fst_")]
    [InlineData("fst_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task Token_ThatNobodyMade_OpensNothing(string token)
    {
        using AccessClient client = sensor.Open();

        using HttpResponseMessage answer = await client.GetAsync("/x", Bearer(token));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Token_BesideASession_CountsAlone()
    {
        using AccessClient admin = await sensor.OpenAsync("ines");

        using HttpResponseMessage answer = await admin.GetAsync("/logout", Bearer("fst_wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Store_OfSecrets_HasOnlyHashes()
    {
        string token = Make("secret-one");
        using AccessClient client = await sensor.OpenAsync("rita");
        string cookie = client.Cookies.Single(static value => !value.Name.Contains("-form", StringComparison.Ordinal)).Value;

        byte[] store = sensor.Store();

        Assert.True(store.AsSpan().IndexOf("secret-one"u8) > 0);
        foreach (string secret in (string[])[token, token["fst_".Length..], cookie, AccessSensor.Password])
        {
            Assert.Equal(-1, store.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)));
        }
    }

    private static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private string Make(string name, params string[] options) => sensor.Run("", ["token", "create", name, .. options]).Output.TrimEnd();

    private string State(string name) => JsonElement.Parse(sensor.Run("", "token", "list", "--json").Output).EnumerateArray()
        .Single(token => token.GetProperty("name").GetString() == name).GetProperty("state").GetString()!;
}
