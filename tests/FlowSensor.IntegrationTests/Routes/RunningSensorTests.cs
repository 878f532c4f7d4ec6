using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A sensor that runs with routers, institutions and directory servers in its configuration.</summary>
public sealed class RunningSensorTests : IDisposable
{
    private const string Institutions = "institutions:\n  - {name: Sample University, networks: [192.192.40.0/22], abuse: abuse@univ.example}\n"
        + "  - {name: Sample School, next_hops: [203.0.113.5], abuse: abuse@school.example}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SnmpPeerFact]
    public void Run_RoutersAndContacts_PollsGroupsAndStops()
    {
        using Snmpd snmpd = new();
        int port = FreePort(ProtocolType.Udp);
        Configure(port, FreePort(ProtocolType.Tcp), FreePort(ProtocolType.Tcp), $", {{name: real, address: \"{snmpd.Target}\", community: {Snmpd.Community}}}, {{name: silent, address: \"127.0.0.1:{FreePort(ProtocolType.Udp)}\", community: none, timeout: 100ms, retries: 0}}");
        using Process process = Sensor.Start(_folder, "run");
        string said = Sensor.ReadUntil(process, "routes of real", "silent cannot be read", "routes of edge");
        Send(port);
        Signal(process, "-HUP");
        said += Sensor.ReadUntil(process, "is in force");
        Signal(process, "-TERM");
        SensorResult result = Sensor.End(process);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"Read \d+ routes of real from \w+ in \d+ requests", said);
        Assert.Contains("Routes of silent cannot be read", said, StringComparison.Ordinal);
        Assert.Contains("no table of it is known yet", said, StringComparison.Ordinal);
        Assert.Contains("Read 1 routes of edge", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "s", "routes", "real.csv")));
        Assert.Equal(
            ["Sample School 1 100", "Sample University 2 200", "unknown 1 100"],
            Groups("top", "--by", "institution", "--service", "all", "--json").Order(StringComparer.Ordinal));
        Assert.Equal(["203.0.113.9 3 300", "unknown 1 100"], Groups("top", "--by", "next-hop", "--service", "all", "--json"));
        Assert.Contains("all,any,next_hop,unknown,1,1,100\n", Sensor.Run(_folder, "top", "--by", "next-hop", "--csv").Output, StringComparison.Ordinal);
        Assert.Contains("by institution of the source", Sensor.Run(_folder, "top", "--by", "institution").Output, StringComparison.Ordinal);
    }

    [ToolFact("whois")]
    public void Run_Whois_AnswersAndFollowsTheConfiguration()
    {
        int whois = FreePort(ProtocolType.Tcp);
        Configure(FreePort(ProtocolType.Udp), whois, FreePort(ProtocolType.Tcp), "");
        using Process process = Sensor.Start(_folder, "run");
        Assert.Contains("about 2 institutions", Sensor.ReadUntil(process, "RWhois and whois answer"), StringComparison.Ordinal);
        Sensor.ReadUntil(process, "listens on");

        string known = Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{whois}", "192.192.41.5").Output;
        string unknown = Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{whois}", "198.51.100.1").Output;
        File.WriteAllText(Path.Combine(_folder, "i.yaml"), "institutions: [{name: A, abuse: nobody}]\n");
        Signal(process, "-HUP");
        string refused = Sensor.ReadUntil(process, "the old one stays in force");
        string kept = Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{whois}", "192.192.41.5").Output;
        File.WriteAllText(Path.Combine(_folder, "i.yaml"), "institutions: [{name: Newcomer, networks: [198.51.100.0/24], abuse: abuse@new.example}]\n");
        Signal(process, "-HUP");
        Sensor.ReadUntil(process, "read again and is in force");
        string renewed = Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{whois}", "198.51.100.1").Output;
        Signal(process, "-TERM");

        Assert.Equal(0, Sensor.End(process).ExitCode);
        Assert.Contains("i.yaml", refused, StringComparison.Ordinal);
        Assert.Equal(known, kept);
        Assert.Contains("abuse@new.example", renewed, StringComparison.Ordinal);
        Assert.Contains("abuse-mailbox:  abuse@univ.example", known, StringComparison.Ordinal);
        Assert.Contains("no institution", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhoisPortInUse_SaysSoInOneLine()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Configure(FreePort(ProtocolType.Udp), port, FreePort(ProtocolType.Tcp), "");

        SensorResult result = Sensor.Run(_folder, "run");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_WithContacts_ShowsGroupsThatSumToTheTotal()
    {
        Configure(FreePort(ProtocolType.Udp), FreePort(ProtocolType.Tcp), FreePort(ProtocolType.Tcp), "");
        WriteCapture();

        SensorResult replay = Sensor.Run(_folder, "replay", "exports.pcap", "--config", "flowsensor.yaml", "--json");
        SensorResult plain = Sensor.Run(_folder, "replay", "exports.pcap", "--json");

        Assert.Equal(("", 0), (replay.Error, replay.ExitCode));
        using JsonDocument document = JsonDocument.Parse(replay.Output);
        JsonElement[] all = [.. document.RootElement.GetProperty("groups").EnumerateArray().Where(static row => row.GetProperty("service").GetString() == "all")];
        Assert.Equal(
            ["203.0.113.9", "unknown", "Sample University", "Sample School", "unknown"], all.Select(static row => row.GetProperty("name").GetString()));
        foreach (string by in (string[])["next_hop", "institution"])
        {
            Assert.Equal(
                document.RootElement.GetProperty("totals").GetProperty("octets").GetInt64(),
                all.Where(row => row.GetProperty("by").GetString() == by).Sum(static row => row.GetProperty("octets").GetInt64()));
        }

        Assert.DoesNotContain("\"groups\"", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BadInstitutions_AllProblemsAtOnce()
    {
        Configure(FreePort(ProtocolType.Udp), FreePort(ProtocolType.Tcp), FreePort(ProtocolType.Tcp), "");
        File.WriteAllText(Path.Combine(_folder, "i.yaml"), "institutions:\n  - {name: A, networks: [192.192.40.0/22], abuse: nobody}\n  - {nmae: B}\n  - {name: C, networks: [192.0.2.0/99]}\n");
        File.AppendAllText(Path.Combine(_folder, "flowsensor.yaml"), "stoer: {}\n");

        SensorResult check = Sensor.Run(_folder, "check");
        SensorResult run = Sensor.Run(_folder, "run");

        Assert.Equal((2, 2), (check.ExitCode, run.ExitCode));
        Assert.Contains("stoer: there is no such setting", check.Error, StringComparison.Ordinal);
        Assert.Contains("i.yaml:2:", check.Error, StringComparison.Ordinal);
        Assert.Contains("i.yaml:3:", check.Error, StringComparison.Ordinal);
        Assert.Contains("i.yaml:4:", check.Error, StringComparison.Ordinal);
    }

    private List<string> Groups(params string[] arguments)
    {
        SensorResult result = Sensor.Run(_folder, arguments);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.EnumerateArray().Select(static row => $"{row.GetProperty("name")} {row.GetProperty("flows")} {row.GetProperty("octets")}")];
    }

    private void Configure(int port, int whois, int rwhois, string routers)
    {
        File.WriteAllText(Path.Combine(_folder, "i.yaml"), Institutions);
        File.WriteAllText(Path.Combine(_folder, "edge.csv"), "dest,next_hop\n140.132.0.0/16,203.0.113.5\n");
        File.WriteAllText(
            Path.Combine(_folder, "flowsensor.yaml"),
            $$"""
            inputs: {netflow: {listen: ["127.0.0.1:{{port}}"], threads: 1, receive_buffer: 64KiB}, sflow: {listen: []} }
            store: {path: s}
            contacts: {files: [i.yaml], whois: {listen: "127.0.0.1:{{whois}}"}, rwhois: {listen: "127.0.0.1:{{rwhois}}"} }
            snmp: {routers: [{name: edge, file: edge.csv} {{routers}}]}

            """);
    }

    private static void Send(int port)
    {
        using UdpClient exporter = new();
        exporter.Send(Version5(), new IPEndPoint(IPAddress.Loopback, port));
    }

    private static void Signal(Process process, string signal) => Tool.MustRun("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));

    private static int FreePort(ProtocolType protocol)
    {
        using Socket probe = new(AddressFamily.InterNetwork, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    // Four flows: two of the university's network, one from behind the school's next hop, one of nobody and without a next hop.
    private static byte[] Version5() => Version5Export.Of(
        (0xC0C0_2801, 0xCB00_7109, 1u, 100u), (0xC0C0_2902, 0xCB00_7109, 1u, 100u), (0x8C84_0101, 0xCB00_7109, 1u, 100u), (0xC633_6401, 0u, 1u, 100u));

    private void WriteCapture() => Version5Export.WriteCapture(Path.Combine(_folder, "exports.pcap"), Version5());
}
