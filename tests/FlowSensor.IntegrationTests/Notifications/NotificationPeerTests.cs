using System.Net;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Tests.Peers;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.IntegrationTests.Notifications;

/// <summary>Notifications that real servers take.</summary>
public sealed class NotificationPeerTests
{
    private const long Time = 1_772_409_660_000;
    private static readonly NoticePlace Place = new("Example College", "abuse@example.net");

    [PeerFact("smtp-sink")]
    public async Task Mail_PostfixSink_MessageWithItsHeaders()
    {
        using TemporaryFolder folder = new();
        string mails = Path.Combine(folder.Path, "mails");
        Directory.CreateDirectory(mails);
        PeerProcess.Run("chmod", "777", folder.Path, mails);
        int port = LoopbackPort.FreeTcp();

        // As root the sink wants to be somebody else.
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        using PeerProcess sink = PeerProcess.Start("smtp-sink", [.. user, "-d", mails + "/", $"127.0.0.1:{port}", "10"]);
        Notifier notifier = Make(new NotifyOptions { Mail = new NotifyMailOptions { Server = $"127.0.0.1:{port}", From = "sensor@example.net", To = ["noc@example.net", "abuse@example.net"] } });

        notifier.Tell(Change(), Place);
        sink.WaitUntil(() => notifier.Counters[0].Sent == 1);
        await notifier.DisposeAsync();

        string mail = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(mails)));
        Assert.Contains("Subject: [edge] high: smtp_sender opened, 192.0.2.7 of Example College", mail, StringComparison.Ordinal);
        Assert.Contains("X-FlowSensor-Incident: 0011aabb", mail, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Contains("abuse@example.net", mail, StringComparison.Ordinal);
        Assert.Contains("  40  120 SMTP flows in an hour (threshold 100)", mail, StringComparison.Ordinal);
    }

    [PeerTheory("rsyslogd")]
    [InlineData(Transport.Udp)]
    [InlineData(Transport.Tcp)]
    public async Task Syslog_Rsyslog_EveryFieldAsSent(Transport transport)
    {
        using TemporaryFolder folder = new();
        string messages = Path.Combine(folder.Path, "messages");
        string configuration = Path.Combine(folder.Path, "rsyslog.conf");
        int port = transport == Transport.Tcp ? LoopbackPort.FreeTcp() : LoopbackPort.FreeUdp();
        string input = transport == Transport.Tcp ? "imtcp" : "imudp";
        await File.WriteAllTextAsync(configuration, $$"""
            global(workDirectory="{{folder.Path}}" maxMessageSize="8k")
            module(load="{{input}}")
            input(type="{{input}}" address="127.0.0.1" port="{{port}}")
            template(name="fields" type="string" string="%syslogfacility-text%|%syslogseverity-text%|%app-name%|%msgid%|%structured-data%|%msg%\n")
            *.* action(type="omfile" file="{{messages}}" template="fields")
            """);
        using PeerProcess rsyslog = PeerProcess.Start("rsyslogd", "-n", "-f", configuration, "-i", Path.Combine(folder.Path, "pid"));
        rsyslog.WaitUntil(() => transport == Transport.Tcp || LoopbackPort.IsUdpBound(port));
        Notifier notifier = Make(new NotifyOptions { Syslog = new SyslogOutputOptions { Server = new TransportEndpoint(transport, new IPEndPoint(IPAddress.Loopback, port)) } });

        notifier.Tell(Change(), Place);
        rsyslog.WaitUntil(() => File.Exists(messages) && File.ReadAllText(messages).Contains("smtp_sender", StringComparison.Ordinal));
        await notifier.DisposeAsync();

        string line = (await File.ReadAllLinesAsync(messages)).Single(static text => text.Contains("smtp_sender", StringComparison.Ordinal));
        string[] fields = line.Split('|');
        Assert.Equal(["local0", "err", "flowsensor", "smtp_sender"], fields.Take(4));
        Assert.Contains("id=\"0011aabb\" change=\"opened\" rule=\"smtp_sender\" source=\"192.0.2.7\"", fields[4], StringComparison.Ordinal);
        Assert.Equal("high: smtp_sender opened, 192.0.2.7 of Example College", fields[5].Trim());
    }

    private static Notifier Make(NotifyOptions options) =>
        new([options], "edge", TimeProvider.System, NullLoggerFactory.Instance);

    private static IncidentChange Change() => new(
        IncidentChangeKind.Opened,
        new Incident
        {
            Id = "0011aabb",
            Kind = IncidentKind.SmtpSender,
            Rule = "smtp_sender",
            Source = IpAddress.Parse("192.0.2.7"),
            Opened = Time - 60_000,
            LastSeen = Time,
            Severity = 75,
            Peak = 75,
            Contributions = [new Contribution("intensity", 120, 40, "120 SMTP flows in an hour (threshold 100)")],
        },
        Time);
}
