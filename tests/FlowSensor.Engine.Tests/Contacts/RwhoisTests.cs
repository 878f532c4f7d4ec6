using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Remote;
using FlowSensor.Engine.Contacts.Serving;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Contacts;

public sealed class RwhoisTests
{
    [Fact]
    public void Answer_NetworkQuery_GivesAttributesOfTheMission()
    {
        RwhoisSession session = Session();

        string text = session.Answer("192.192.40.9", out bool close);

        Assert.True(close);
        Assert.StartsWith("%rwhois V-1.5:", session.Greeting, StringComparison.Ordinal);
        Assert.All(
            [
                "network:Class-Name:network", "network:ID:NET-192.192.40.0/22", "network:Auth-Area:192.192.40.0/22", "network:IP-Network:192.192.40.0/22",
                "network:Admin-Contact;I:CON-1-ADMIN", "network:Address:1 Campus Road", "network:Tel:+886 1", "network:Updated-By:noc", "network:Updated:20260102000000000",
            ],
            line => Assert.Contains(line + "\r\n", text, StringComparison.Ordinal));
        Assert.EndsWith("\r\n\r\n%ok\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("network 192.192.41.9", "network:IP-Network:192.192.41.0/24")]
    [InlineData("network IP-Network=192.192.41.0/25", "network:IP-Network:192.192.41.0/24")]
    [InlineData("network 192.192.41.9", "network:Auth-Area:192.192.40.0/22")]
    [InlineData("140.132.7.7", "network:IP-Network:140.132.0.0/16")]
    [InlineData("2001:db8:40::1", "network:IP-Network:2001:db8:40::/48")]
    [InlineData("contact CON-1-ADMIN", "contact:Email:admin@univ.example")]
    [InlineData("contact ID=\"CON-1-ADMIN\"", "contact:Name:A. Admin")]
    [InlineData("contact Email=admin@univ.example", "contact:ID:CON-1-ADMIN")]
    [InlineData("Sample Uni*", "network:Organization:Sample University")]
    [InlineData("198.51.100.1", "%error 230 No Objects Found")]
    [InlineData("*", "%error 230")]
    [InlineData("a and b", "%error 351")]
    [InlineData("network \"unclosed", "%error 350")]
    [InlineData("=x", "%error 350")]
    [InlineData("-rwhois V-1.5 client", "%rwhois V-1.5:")]
    [InlineData("-rwhois V-2.0", "%error 300")]
    [InlineData("-limit 0", "%error 331")]
    [InlineData("-limit 10", "%ok")]
    [InlineData("-holdconnect perhaps", "%error 338")]
    [InlineData("-class .", "%class network:description:")]
    [InlineData("-class 10.0.0.0/8", "%error 340")]
    [InlineData("-schema 192.192.40.0/22 network", "%schema network:attribute:IP-Network")]
    [InlineData("-soa", "%soa authority:192.192.40.0/22")]
    [InlineData("-soa 10.0.0.0/8", "%error 340")]
    [InlineData("-status", "%status objects:")]
    [InlineData("-display", "%display name:dump")]
    [InlineData("-display fancy", "%error 436")]
    [InlineData("-directive", "%directive directive:limit")]
    [InlineData("-xfer 192.192.40.0/22", "%error 401")]
    [InlineData("-register on a", "%error 401")]
    [InlineData("-nonsense", "%error 400")]
    [InlineData("-", "%error 338")]
    [InlineData("", "%error 338")]
    public void Answer_Lines_GiveTheirReply(string line, string expected) => Assert.Contains(expected, Session().Answer(line, out _), StringComparison.Ordinal);

    [Fact]
    public void Answer_LimitReached_SaysSo()
    {
        RwhoisSession session = Session();
        session.Answer("-limit 1", out _);

        Assert.EndsWith("%error 330 Exceeded Response Limit\r\n", session.Answer("Sample*", out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_RandomLines_AlwaysEndInOkOrError()
    {
        var random = new Random(2167);
        const string Alphabet = "-network contact=\"*/.:and or 0123456789abcdef%limit soa schema";
        for (int i = 0; i < 5_000; i++)
        {
            string line = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])).Trim();
            string last = Session().Answer(line, out _).TrimEnd().Split('\n')[^1];
            Assert.True(last.StartsWith("%ok", StringComparison.Ordinal) || last.StartsWith("%error", StringComparison.Ordinal), line);
        }
    }

    [Fact]
    public async Task FindAsync_Referral_IsFollowedToTheContact()
    {
        using var owner = new Server(() => Session());
        using var first = new Server(() => new RwhoisSession(new RwhoisDirectory(new([])), "first.example", $"rwhois://127.0.0.1:{owner.Port}/auth-area=."));

        RemoteAnswer answer = await Client(first.Port).FindAsync(IpAddress.Parse("192.192.40.9"), CancellationToken.None);

        Assert.Equal("abuse@univ.example", answer.Contacts[0].Mail);
        Assert.Equal(("Sample University", "192.192.40.0/22"), (answer.Institution, answer.Network.ToString()));
        Assert.Contains($"127.0.0.1:{first.Port}, then 127.0.0.1:{owner.Port}", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_ReferralCircle_Ends()
    {
        int port = 0;
        using var server = new Server(() => new RwhoisSession(new RwhoisDirectory(new([])), "first.example", $"rwhois://127.0.0.1:{port}/auth-area=."));
        port = server.Port;

        RemoteAnswer answer = await Client(port).FindAsync(IpAddress.Parse("192.192.40.9"), CancellationToken.None);

        Assert.Empty(answer.Contacts);
        Assert.Contains("circle", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1", "127.0.0.1", false)]
    [InlineData("192.0.2.1", "10.0.0.1", false)]
    [InlineData("192.0.2.1", "::1", false)]
    [InlineData("192.0.2.1", "169.254.1.1", false)]
    [InlineData("192.0.2.1", "198.51.100.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", true)]
    public void Allows_Referrals_NotFromOutsideToInside(string from, string to, bool allowed) =>
        Assert.Equal(allowed, ReferralGuard.Allows(IPAddress.Parse(from), IPAddress.Parse(to)));

    [Fact]
    public async Task FindAsync_HostileServer_EndsWithoutContact()
    {
        using var flood = new Server(() => new Babble(new string('x', 400_000)));
        using var noise = new Server(() => new Babble("%rwhois V-1.5\r\n%referral rwhois://[::\r\nnetwork:\r\n:::\r\n%referral http://x/\r\n%ok\r\n%ok\r\n%ok\r\n"));

        Assert.Empty((await Client(flood.Port).FindAsync(IpAddress.Parse("192.0.2.1"), CancellationToken.None)).Contacts);
        Assert.Empty((await Client(noise.Port).FindAsync(IpAddress.Parse("192.0.2.1"), CancellationToken.None)).Contacts);
    }

    [Fact]
    public async Task RunAsync_HostileClients_AreCutOff()
    {
        using var server = new Server(() => Session(), new ServingLimits { Connections = 2, LineOctets = 64, Lines = 3, Idle = TimeSpan.FromMilliseconds(300) });

        Assert.Equal("", await ExchangeAsync(server.Port, new string('a', 100_000)));
        Assert.Equal(3, (await ExchangeAsync(server.Port, string.Concat(Enumerable.Repeat("-limit 5\r\n", 50)))).Split("%ok").Length - 1);
        Assert.Equal("", await ExchangeAsync(server.Port, "no end of line"));
    }

    internal static RwhoisSession Session() =>
        new(new RwhoisDirectory(ContactTests.Directory(), ContactTests.Tables(("140.132.0.0/16", "203.71.2.5"))), "rwhois.example", "");

    private static RwhoisClient Client(int port) => new("127.0.0.1", port, TimeSpan.FromSeconds(5));

    // What the server says after its greeting.
    private static async Task<string> ExchangeAsync(int port, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
            var buffer = new byte[4_096];
            int octets;
            while ((octets = await stream.ReadAsync(buffer)) > 0)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, octets));
            }
        }
        catch (IOException)
        {
            // Cut off with data under way.
        }

        string all = answer.ToString();
        return all[(all.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    private sealed class Babble(string text) : ILineSession
    {
        public string Greeting => text;

        public string Answer(string line, out bool close)
        {
            close = true;
            return text;
        }
    }

    private sealed class Server : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly LineServer _server;

        internal Server(Func<ILineSession> makeSession, ServingLimits? limits = null)
        {
            _server = new LineServer(new IPEndPoint(IPAddress.Loopback, 0), makeSession, limits ?? new ServingLimits());
            _server.Start();
            _ = _server.RunAsync(_stop.Token);
        }

        internal int Port => _server.LocalEndPoint.Port;

        public void Dispose()
        {
            _stop.Cancel();
            _server.Dispose();
            _stop.Dispose();
        }
    }
}
