using System.Globalization;
using System.Text.Json;
using FlowSensor.Engine.Inspection;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Smtp;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Inspection;

public class PublishedInspectionTests
{
    private const string NoDns = "queries 0 responses 0 types  codes ";

    // File name, why tshark's DNS counts are not ours, and ours. Where the reason is another port, the test opens that port instead.
    private static readonly Dictionary<string, (string Reason, string Here)> DnsDifferences = new()
    {
        ["suricata__dns-over-http2-limit-input.pcap"] = ("DNS over HTTPS is not looked into", NoDns),
        ["suricata__dns_over_https_POST.pcap"] = ("DNS over HTTPS is not looked into", NoDns),
        ["suricata__flow-drop-iponly-02-input.pcap"] = ("the fourth response is a quotation in an ICMP error", "queries 3 responses 3 types 1:3 codes 2:3"),
        ["zeek__icmp-destunreach-udp.pcap"] = ("the response is a quotation in an ICMP error", NoDns),
        ["pcapplusplus__dns_over_tcp.pcapng"] = ("two responses of one stream have equal sequence numbers, years apart: for tshark the later repeats the first", "queries 1 responses 3 types 28:1 codes 0:2,3:1"),
        ["tcpdump__rtp-seg-fault-1.pcapng"] = ("shorter than a DNS header: malformed, neither query nor response", NoDns),
        ["tcpdump__someip1.pcap"] = ("SOME/IP between ports that are not of DNS", NoDns),
        ["zeek__vector-max-size-crash.pcap"] = ("UDP to port 443", NoDns),
        ["arkime__arkime_synthetic.pcap"] = ("VXLAN-GPE on port 4790 is not unwrapped; a Geneve response goes to a port that is not of Geneve", "queries 23 responses 20 types 1:10,2:2,15:2,16:1,28:1,47:1,65:5,257:1 codes 0:18,2:1,3:1"),
        ["tcpdump__LINKTYPE_IPV4_invalid.pcap"] = ("IPv6 under a link type that says IPv4: refused", NoDns),
        ["pcapplusplus__NullLoopback.pcap"] = ("the address family field of the frame holds no known number", NoDns),
        ["pcapplusplus__null_loopback.pcap"] = ("the address family field of the frame holds no known number", NoDns),
        ["tcpdump__LINKTYPE_PKTAP.pcap"] = ("link type not supported", NoDns),
        ["tcpdump__nflog.pcap"] = ("link type not supported", NoDns),
        ["zeek__radiotap.pcap"] = ("link type not supported", NoDns),
        ["zeek__wlanmon.pcap"] = ("link type not supported", NoDns),
        ["zeek__dns-inverse-query.pcap"] = ("link type not supported (FDDI)", NoDns),
        ["tcpdump__arcnet-rfc1051-arp-icmp-http.pcap"] = ("link type not supported", NoDns),
        ["zeek__gre-over-udp-4754.pcap"] = ("GRE in UDP is not unwrapped", NoDns),
    };

    private static readonly Dictionary<string, ushort> DnsPorts = new()
    {
        ["suricata__dns-incomplete-input.pcap"] = 5353,
        ["tcpdump__dns_udp_8053.pcap"] = 8053,
        ["tcpdump__dns_tcp_8053.pcap"] = 8053,
    };

    // Files in which tshark shows fewer SMTP commands than there are, why, and MAIL, RCPT, DATA, BDAT and STARTTLS as read in the streams.
    private static readonly Dictionary<string, (string Reason, string Here)> SmtpDifferences = new()
    {
        ["suricata__bug-7126-input.pcap"] = ("pipelined", "2 2 0 2 0"),
        ["suricata__smtp-out-of-order.pcap"] = ("DATA was refused: tshark takes the commands after it for the message", "1 2 2 0 0"),
        ["suricata__smtp-bdat-bad-tail-next-mail-input.pcap"] = ("pipelined behind a chunk", "2 2 1 2 0"),
        ["suricata__smtp-bdat-bad-tail-reply-queue-input.pcap"] = ("pipelined", "1 1 1 1 0"),
        ["suricata__smtp-bdat-last-next-mail-input.pcap"] = ("pipelined behind a chunk", "2 2 1 1 0"),
        ["suricata__smtp-bdat-multichunk-next-mail-input.pcap"] = ("pipelined behind a chunk", "2 2 1 2 0"),
        ["suricata__smtp-bdat-pipelined-next-mail-input.pcap"] = ("pipelined behind a chunk", "2 2 1 2 0"),
        ["suricata__smtp-ehlo-reset-after-rejected-data-input.pcap"] = ("DATA was refused: tshark takes the commands after it for the message", "1 1 2 0 0"),
        ["suricata__smtp-pipelined-rset-data-replies-input.pcap"] = ("pipelined", "0 0 1 0 0"),
        ["suricata__smtp-pipelining-input.pcap"] = ("pipelined", "1 1 1 0 0"),
        ["arkime__smtp-subject-windows.pcap"] = ("the client sends everything in one segment before the greeting", "1 1 1 0 0"),
        ["zeek__smtp-bdat-cmd-chunk-size-overflow.pcap"] = ("BDAT with an impossible size: tshark names no command", "1 1 0 1 0"),
        ["zeek__smtp-bdat-cmd-chunk-size-overflow2.pcap"] = ("BDAT with an impossible size: tshark names no command", "1 1 0 1 0"),
        ["zeek__smtp-bdat-cmd-negative-chunk-size.pcap"] = ("BDAT with an impossible size: tshark names no command", "1 1 0 1 0"),
        ["suricata__protocol-change-failed-event-input.pcap"] = ("tshark cuts the verb of STARTTLS to STAR", "0 0 0 0 1"),
        ["suricata__smtp-rset-starttls-input.pcap"] = ("tshark cuts the verb of STARTTLS to STAR", "0 0 0 0 1"),
        ["arkime__smtp-starttls.pcap"] = ("tshark cuts the verb of STARTTLS to STAR", "0 0 0 0 1"),
        ["zeek__smtp-starttls.pcap"] = ("tshark cuts the verb of STARTTLS to STAR", "0 0 0 0 1"),
    };

    private static readonly Dictionary<string, string> SmtpReplyDifferences = new()
    {
        ["suricata__1flowB.pcap"] = "tshark reads no reply behind the message of a megabyte",
        ["arkime__smtp-subject-windows.pcap"] = "one greeting in two segments counts twice with tshark",
        ["arkime__smtp-decrypted.pcap"] = "decrypted by the origin: sessions end for us at STARTTLS",
    };

    private static readonly string[] TsharkCommands = ["mail", "rcpt", "data", "bdat", "starttls"];

    private static readonly SmtpCommand[] CountedCommands =
        [SmtpCommand.Mail, SmtpCommand.Rcpt, SmtpCommand.Data, SmtpCommand.Bdat, SmtpCommand.StartTls];

    [Fact]
    public void Add_PublishedDnsCaptures_CountsAsTshark()
    {
        int files = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("packets/"))
        {
            string name = Path.GetFileName(file);
            if (!expected.TryGetProperty("dns_tshark", out JsonElement tshark))
            {
                continue;
            }

            InspectedPorts ports = new();
            if (DnsPorts.TryGetValue(name, out ushort port))
            {
                ports[port] = InspectedService.Dns;
            }

            DnsStatistics dns = InspectedCapture.Read(path, ports).Dns;
            string want = DnsDifferences.TryGetValue(name, out (string Reason, string Here) difference) ? difference.Here : Expected(tshark);
            Assert.True(want == Actual(dns), $"{name}: expected {want}, here {Actual(dns)} {difference.Reason}");
            files++;
        }

        Assert.True(PublishedData.Folder is null || files >= 140, $"{files} files");
    }

    [Fact]
    public void Add_PublishedSmtpCaptures_CountsAsTshark()
    {
        int files = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("packets/"))
        {
            string name = Path.GetFileName(file);
            if (!expected.TryGetProperty("smtp_tshark", out JsonElement tshark) || name == "arkime__smtp-decrypted.pcap")
            {
                continue;
            }

            SmtpStatistics smtp = InspectedCapture.Read(path).Smtp;
            string commands = SmtpDifferences.TryGetValue(name, out (string Reason, string Here) difference)
                ? difference.Here
                : string.Join(' ', TsharkCommands.Select(command => tshark.GetProperty(command).GetInt64()));
            string found = string.Join(' ', CountedCommands.Select(smtp.Commands));
            Assert.True(commands == found, $"{name}: expected {commands}, here {found} {difference.Reason}");

            if (!SmtpReplyDifferences.ContainsKey(name))
            {
                string want = Join(tshark.GetProperty("responses").EnumerateObject().Select(reply => (int.Parse(reply.Name, CultureInfo.InvariantCulture), reply.Value.GetInt64())));
                Assert.True(want == Join(smtp.ReplyCodes()), $"{name}: replies {Join(smtp.ReplyCodes())}, tshark {want}");
            }

            files++;
        }

        Assert.True(PublishedData.Folder is null || files >= 70, $"{files} files");
    }

    // Seven streams, of which two are attempts that nobody answered; one password refused, two accepted.
    [Fact]
    public void Add_PublishedPop3Capture_FindsSessionsAndLogins()
    {
        if (PublishedData.Folder is { } folder)
        {
            MailboxCounters pop3 = InspectedCapture.Read(Path.Combine(folder, "packets/pop3-imap/zeek__pop3.pcap")).Pop3;
            Assert.Equal((5, 2, 1, 0), (pop3.Sessions, pop3.Logins, pop3.FailedLogins, pop3.Encrypted));
        }
    }

    [Fact]
    public void Add_PublishedStartTls_IsEncrypted()
    {
        if (PublishedData.Folder is { } folder)
        {
            Assert.Equal(1, InspectedCapture.Read(Path.Combine(folder, "packets/pop3-imap/zeek__pop3-starttls.pcap")).Pop3.Encrypted);
            Assert.Equal(1, InspectedCapture.Read(Path.Combine(folder, "packets/pop3-imap/zeek__imap-starttls.pcap")).Imap.Encrypted);
        }
    }

    [Fact]
    public void Add_PublishedMalformedCaptures_NeverThrows()
    {
        foreach (string path in PublishedData.Files("malformed", "packets"))
        {
            Assert.NotNull(InspectedCapture.Read(path));
        }
    }

    private static string Expected(JsonElement tshark)
    {
        IEnumerable<(int, long)> types = tshark.GetProperty("qtypes").EnumerateObject().Select(type => ((int)TypeOf(type.Name), type.Value.GetInt64()));
        IEnumerable<(int, long)> codes = tshark.GetProperty("rcodes").EnumerateObject()
            .Select(code => (int.Parse(code.Name, CultureInfo.InvariantCulture), code.Value.GetInt64()));
        return $"queries {tshark.GetProperty("queries")} responses {tshark.GetProperty("responses")} types {Join(types)} codes {Join(codes)}";
    }

    // tshark shows the four bits of the header; EDNS adds eight above them.
    private static string Actual(DnsStatistics dns)
    {
        IEnumerable<(int, long)> codes = dns.ResponseCodes().GroupBy(static code => code.Code & 15)
            .Select(static group => (group.Key, group.Sum(static code => code.Responses)));
        return $"queries {dns.Queries} responses {dns.Responses} types {Join(dns.Types().Select(static type => ((int)type.Type, type.Queries)))} codes {Join(codes)}";
    }

    private static string Join(IEnumerable<(int Number, long Count)> counts) =>
        string.Join(',', counts.OrderBy(static count => count.Number).Select(static count => $"{count.Number}:{count.Count}"));

    private static ushort TypeOf(string name) => name.StartsWith("TYPE", StringComparison.Ordinal)
        ? ushort.Parse(name.AsSpan(4), CultureInfo.InvariantCulture)
        : Enumerable.Range(0, 65_536).Select(static type => (ushort)type).First(type => DnsTypes.NameOf(type) == name);
}
