using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>Other sites that use a browser which is logged in.</summary>
[Collection(AccessSensorCollection.Name)]
public sealed class AccessCrossSiteTests(AccessSensor sensor)
{
    [Fact]
    public async Task Post_WithoutFormToken_IsRefused()
    {
        using AccessClient client = await sensor.OpenAsync("ines");

        using HttpResponseMessage none = await client.SendAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([]));
        using HttpResponseMessage forged = await client.SendAsync(HttpMethod.Post, "/logout", Form("CfDJ8AAAA"));
        using HttpResponseMessage json = await client.SendAsync(HttpMethod.Post, "/api/v1/anything", new StringContent("{}"));
        using HttpResponseMessage put = await client.SendAsync(HttpMethod.Put, "/api/v1/anything", new StringContent("{}"));
        using HttpResponseMessage delete = await client.SendAsync(HttpMethod.Delete, "/api/v1/anything", null);

        Assert.All([none, forged, json, put, delete], static answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.True(await client.IsInAsync());
    }

    [Fact]
    public async Task Post_WithAnotherUsersFormToken_IsRefused()
    {
        using AccessClient rita = await sensor.OpenAsync("rita");
        using AccessClient ines = await sensor.OpenAsync("ines");
        string token = await rita.FormTokenAsync("/logout");

        using HttpResponseMessage answer = await ines.SendAsync(HttpMethod.Post, "/logout", Form(token));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Post_OfAnotherSite_IsRefusedEvenWithItsToken(string header, string value)
    {
        using AccessClient client = await sensor.OpenAsync("ines");
        string token = await client.FormTokenAsync("/logout");

        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, "/logout", Form(token), (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(await client.IsInAsync());
    }

    [Fact]
    public async Task Get_LoadedByAnotherSite_IsRefusedButALinkLeadsIn()
    {
        using AccessClient client = await sensor.OpenAsync("ines");

        using HttpResponseMessage picture = await client.GetAsync("/logout", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"));
        using HttpResponseMessage frame = await client.GetAsync("/logout", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));
        using HttpResponseMessage link = await client.GetAsync("/logout", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));

        Assert.Equal(HttpStatusCode.Forbidden, picture.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, frame.StatusCode);
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
    }

    [Fact]
    public async Task Link_OnAnotherSite_WithoutItsCookie_GoesOnFromAPageOfOurs()
    {
        using AccessClient client = sensor.Open();
        (string, string)[] link = [("Accept", "text/html"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
        (string, string)[] own = [("Accept", "text/html"), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];

        using HttpResponseMessage arrival = await client.GetAsync("/sources?q=%3Cb%3E", link);
        using HttpResponseMessage second = await client.GetAsync("/sources?q=%3Cb%3E", own);

        Assert.Contains("content=\"0;url=/sources?q=%3Cb%3E\"", await arrival.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/login?return=%2Fsources%3Fq%3D%253Cb%253E", second.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("https://elsewhere.example", false)]
    [InlineData(null, false)]
    [InlineData("own", true)]
    public async Task Socket_OfAnotherSite_IsRefused(string? origin, bool opens)
    {
        using AccessClient client = await sensor.OpenAsync("rita");
        using ClientWebSocket socket = Socket(client, origin == "own" ? sensor.Address : origin);

        if (opens)
        {
            await socket.ConnectAsync(Hub(), CancellationToken.None);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Hub(), CancellationToken.None));
            Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
        }
    }

    [Fact]
    public async Task Socket_WithoutLogIn_IsRefused()
    {
        using AccessClient client = sensor.Open();
        using ClientWebSocket socket = Socket(client, sensor.Address);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Hub(), CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Socket_OfASessionThatEnds_Ends(bool byLogOut)
    {
        string name = byLogOut ? "sven" : "sara";
        sensor.AddUser(name, "read");
        using AccessClient client = await sensor.OpenAsync(name);
        using ClientWebSocket socket = Socket(client, sensor.Address);
        await socket.ConnectAsync(Hub(), CancellationToken.None);

        if (byLogOut)
        {
            string token = await client.FormTokenAsync("/logout");
            using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, "/logout", Form(token));
        }
        else
        {
            sensor.Run("", "user", "remove", name);
        }

        // Pings of the hub come before the end; the end itself is without ceremony.
        byte[] buffer = new byte[4096];
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (true)
            {
                await socket.ReceiveAsync(buffer, patience.Token);
            }
        });
    }

    private static FormUrlEncodedContent Form(string token) => new([new KeyValuePair<string, string>("__RequestVerificationToken", token)]);

    private Uri Hub() => new($"wss://127.0.0.1:{sensor.Port}/_blazor");

    private ClientWebSocket Socket(AccessClient client, string? origin)
    {
        ClientWebSocket socket = new();
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => (shown as X509Certificate2)?.GetCertHashString(HashAlgorithmName.SHA256) == sensor.Certificate;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", string.Join("; ", client.Cookies.Select(static cookie => $"{cookie.Name}={cookie.Value}")));
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        return socket;
    }
}
