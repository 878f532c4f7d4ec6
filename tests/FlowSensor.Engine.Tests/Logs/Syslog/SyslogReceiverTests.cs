using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlowSensor.Capture;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs.Syslog;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Logs.Syslog;

public sealed class SyslogReceiverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void TryHandOn_UdpAndTcp_GivesEveryMessage()
    {
        using SyslogReceiver receiver = Open(new SyslogInputOptions(), udp: true, tcp: true, out int udp, out int tcp);
        using UdpClient sender = new(AddressFamily.InterNetwork);
        using TcpClient connection = new("127.0.0.1", tcp);
        for (int i = 0; i < 500; i++)
        {
            sender.Send(Encoding.ASCII.GetBytes($"<13>datagram {i}\n"), "127.0.0.1", udp);
            string message = $"<13>message {i}";
            connection.GetStream().Write(Encoding.ASCII.GetBytes(i % 2 == 0 ? $"{message.Length} {message}" : message + "\n"));
        }

        List<string> got = Take(receiver, 1_000);
        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"<13>datagram {i}"), got.Where(static message => message.Contains("datagram", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"<13>message {i}"), got.Where(static message => message.Contains("message", StringComparison.Ordinal)));
        Assert.Equal((1_000, 0, 1), (receiver.Counters.Messages, receiver.Counters.QueueFull, receiver.Counters.Connections));
    }

    [Fact]
    public void TryHandOn_Tls_GivesEveryMessage()
    {
        SyslogInputOptions options = WithCertificate(new SyslogInputOptions());
        options.TlsListen.Add(new IPEndPoint(IPAddress.Loopback, 0));
        using SyslogReceiver receiver = new(options, TimeProvider.System);
        receiver.Start();
        int port = PortOf(receiver.EndPoints.Single(static endpoint => endpoint.Contains("tls://", StringComparison.Ordinal)));
        using (TcpClient plain = new("127.0.0.1", port))
        {
            plain.GetStream().Write("<13>this is no TLS\n"u8);
            Wait(() => receiver.Counters.TlsFailed == 1, receiver);
        }

        using TcpClient connection = new("127.0.0.1", port);
        using SslStream secure = new(connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=sensor.example.org");
        secure.AuthenticateAsClient("sensor.example.org");
        secure.Write("9 <13>first10 <13>second"u8);
        secure.Flush();

        Assert.Equal(["<13>first", "<13>second"], Take(receiver, 2));
    }

    [Fact]
    public void Start_MoreConnectionsThanAllowed_FurtherOnesAreClosed()
    {
        using SyslogReceiver receiver = Open(new SyslogInputOptions { MaxConnections = 2 }, udp: false, tcp: true, out _, out int tcp);
        using TcpClient one = new("127.0.0.1", tcp);
        using TcpClient two = new("127.0.0.1", tcp);
        Wait(() => receiver.Counters.Connections == 2, receiver);
        using TcpClient three = new("127.0.0.1", tcp);
        Assert.Equal(0, three.GetStream().Read(new byte[1]));
        Assert.Equal((2, 1), (receiver.Counters.Connections, receiver.Counters.Refused));

        one.Dispose();
        Wait(() => Reconnects(), receiver);

        bool Reconnects()
        {
            using TcpClient again = new("127.0.0.1", tcp);
            return receiver.Counters.Connections > 2;
        }
    }

    [Fact]
    public void Start_ConnectionThatBringsNothing_IsClosedAndCounted()
    {
        using SyslogReceiver receiver = Open(new SyslogInputOptions { Idle = TimeSpan.FromMilliseconds(200) }, udp: false, tcp: true, out _, out int tcp);
        using TcpClient connection = new("127.0.0.1", tcp);
        connection.GetStream().Write("<13>without an end"u8);
        Assert.Equal(["<13>without an end"], Take(receiver, 1));
        Assert.Equal(0, connection.GetStream().Read(new byte[1]));
        Assert.Equal(1, receiver.Counters.Idle);
    }

    [Fact]
    public void Start_SendersThatMayNot_AreCounted()
    {
        Assert.True(IpPrefix.TryParse("192.0.2.0/24", out IpPrefix documentation));
        using SyslogReceiver receiver = Open(new SyslogInputOptions { Allow = [documentation] }, udp: true, tcp: true, out int udp, out int tcp);
        using UdpClient sender = new(AddressFamily.InterNetwork);
        sender.Send("<13>x"u8.ToArray(), "127.0.0.1", udp);
        using TcpClient connection = new("127.0.0.1", tcp);
        Assert.Equal(0, connection.GetStream().Read(new byte[1]));
        Wait(() => receiver.Counters.NotAllowed == 2, receiver);
        Assert.Equal(0, receiver.Counters.Messages);
    }

    [Fact]
    public void Start_NobodyTakes_TcpWaitsAndUdpDropsAreCounted()
    {
        using SyslogReceiver receiver = Open(new SyslogInputOptions { ReceiveBuffer = new ByteSize(8 << 20) }, udp: true, tcp: false, out int udp, out _);
        using UdpClient sender = new(AddressFamily.InterNetwork);
        byte[] message = Encoding.ASCII.GetBytes("<13>" + new string('x', 16_000));
        int sent = 0;
        Wait(Overflows, null);
        long dropped = receiver.Counters.QueueFull;
        int got = 0;
        while (receiver.TryHandOn((_, _, _) => got++, TimeSpan.FromSeconds(1)))
        {
        }

        Assert.True(dropped > 0);
        Assert.Equal(receiver.Counters.Messages, got + receiver.Counters.QueueFull);
        Assert.InRange(got, 1, sent);

        bool Overflows()
        {
            for (int i = 0; i < 100; i++, sent++)
            {
                sender.Send(message, "127.0.0.1", udp);
            }

            return receiver.Counters.QueueFull > 0;
        }
    }

    [Fact]
    public void Open_PortInUse_SaysWhichSetting()
    {
        using SyslogReceiver first = Open(new SyslogInputOptions(), udp: false, tcp: true, out _, out int tcp);
        SyslogInputOptions options = new() { Listen = [new TransportEndpoint(Transport.Tcp, new IPEndPoint(IPAddress.Loopback, tcp))] };
        CaptureException failure = Assert.Throws<CaptureException>(() => new SyslogReceiver(options, TimeProvider.System));
        Assert.Contains("inputs.syslog.listen", failure.Message, StringComparison.Ordinal);
    }

    private static SyslogReceiver Open(SyslogInputOptions options, bool udp, bool tcp, out int udpPort, out int tcpPort)
    {
        IPEndPoint any = new(IPAddress.Loopback, 0);
        if (udp)
        {
            options.Listen.Add(new TransportEndpoint(Transport.Udp, any));
        }

        if (tcp)
        {
            options.Listen.Add(new TransportEndpoint(Transport.Tcp, any));
        }

        SyslogReceiver receiver = new(options, TimeProvider.System);
        receiver.Start();
        udpPort = receiver.EndPoints.Where(static endpoint => endpoint.Contains("udp://", StringComparison.Ordinal)).Select(PortOf).FirstOrDefault();
        tcpPort = receiver.EndPoints.Where(static endpoint => endpoint.Contains("tcp://", StringComparison.Ordinal)).Select(PortOf).FirstOrDefault();
        return receiver;
    }

    private static int PortOf(string endpoint) => int.Parse(endpoint[(endpoint.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Take(SyslogReceiver receiver, int count)
    {
        List<string> got = [];
        while (got.Count < count && receiver.TryHandOn((message, _, _) => got.Add(Encoding.ASCII.GetString(message)), Patience))
        {
        }

        return got;
    }

    private static void Wait(Func<bool> holds, SyslogReceiver? receiver)
    {
        DateTimeOffset end = TimeProvider.System.GetUtcNow() + Patience;
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < end, $"{receiver?.Counters.Connections} {receiver?.Counters.NotAllowed}");
            Thread.Sleep(20);
        }
    }

    private static SyslogInputOptions WithCertificate(SyslogInputOptions options)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=sensor.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        options.Certificate = certificate.ExportCertificatePem();
        options.Key = key.ExportPkcs8PrivateKeyPem();
        return options;
    }
}
