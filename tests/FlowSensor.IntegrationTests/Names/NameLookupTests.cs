using System.Globalization;
using System.Net;
using FlowSensor.Engine.Names;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Names;

/// <summary>Names of hosts asked of a real BIND, block lists of a real rbldnsd behind it.</summary>
public sealed class NameLookupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = LoopbackPort.FreeUdp();

    public void Dispose() => _folder.Dispose();

    [PeerFact("named", "rbldnsd")]
    public async Task Find_NamesAndLists_AsTheServersHaveThem()
    {
        using PeerProcess lists = StartLists(out int listPort);
        using PeerProcess bind = StartBind(listPort);
        NameLookup lookup = Lookup(new NamesOptions { Lists = ["bl.example.net", "full.example.net", "wild.example.net"] });

        HostNames listed = await lookup.FindAsync(IPAddress.Parse("192.0.2.7"), CancellationToken.None);
        HostNames clean = await lookup.FindAsync(IPAddress.Parse("192.0.2.8"), CancellationToken.None);
        HostNames six = await lookup.FindAsync(IPAddress.Parse("2001:db8::7"), CancellationToken.None);

        Assert.Equal(("mail.example.net", true, "bl.example.net", ""), (listed.Name, listed.IsConfirmed, listed.ShownLists, listed.Trouble));
        Assert.Equal("127.0.0.2 sends spam: see http://bl.example.net/192.0.2.7", listed.Lists[0].Detail);
        Assert.Equal((ListState.Unknown, "the list was asked too much (127.255.255.255)"), (listed.Lists[1].State, listed.Lists[1].Detail));
        Assert.Equal((ListState.Unknown, "the answer is no code of a list: somebody answers names that do not exist"), (listed.Lists[2].State, listed.Lists[2].Detail));
        Assert.Equal(("liar.example.org", false), (clean.Name, clean.IsConfirmed));
        Assert.Equal("liar.example.org (does not lead back)", clean.ShownName);
        Assert.Equal((ListState.NotListed, ""), (clean.Lists[0].State, clean.ShownLists));
        Assert.Equal(("six.example.net", true, "bl.example.net"), (six.Name, six.IsConfirmed, six.ShownLists));
    }

    [PeerFact("named", "rbldnsd")]
    public async Task Find_SameHostAgain_AskedOnce_AndNoMoreThanTheBudget()
    {
        using PeerProcess lists = StartLists(out int listPort);
        using PeerProcess bind = StartBind(listPort);
        NameLookup lookup = Lookup(new NamesOptions { Lists = ["bl.example.net"], Budget = 6 });

        HostNames first = await lookup.FindAsync(IPAddress.Parse("192.0.2.7"), CancellationToken.None);
        int asked = lookup.Asked;
        HostNames again = await lookup.FindAsync(IPAddress.Parse("192.0.2.7"), CancellationToken.None);
        HostNames late = await lookup.FindAsync(IPAddress.Parse("192.0.2.9"), CancellationToken.None);
        HostNames later = await lookup.FindAsync(IPAddress.Parse("192.0.2.10"), CancellationToken.None);

        Assert.Equal((4, 6), (asked, lookup.Asked));
        Assert.Same(first, again);
        Assert.Equal(ListState.NotListed, late.Lists[0].State);
        Assert.Contains("names.budget", later.Lists[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NobodyAnswers_SaysSo()
    {
        NameLookup lookup = new(new NamesOptions { Resolvers = [new IPEndPoint(IPAddress.Loopback, _port)], Lists = ["bl.example.net"], Timeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        HostNames names = await lookup.FindAsync(IPAddress.Parse("192.0.2.7"), CancellationToken.None);

        Assert.Equal("", names.Name);
        Assert.NotEqual("", names.Trouble);
        Assert.Equal(ListState.Unknown, names.Lists[0].State);
    }

    [PeerFact("named", "rbldnsd")]
    public void Report_WithResolver_HasNameAndLists()
    {
        using PeerProcess lists = StartLists(out int listPort);
        using PeerProcess bind = StartBind(listPort);
        File.WriteAllText(_folder.File("flowsensor.yaml"), string.Create(CultureInfo.InvariantCulture, $"names: {{resolvers: [\"127.0.0.1:{_port}\"], lists: [bl.example.net]}}\n"));
        Assert.Equal(0, Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("quickstart"), "--store", "store").ExitCode);

        SensorResult report = Sensor.Run(_folder.Path, "report", "--source", "192.0.2.53", "--store", "store");
        SensorResult offline = Sensor.Run(_folder.Path, "report", "--source", "192.0.2.53", "--store", "store", "--offline");
        SensorResult names = Sensor.Run(_folder.Path, "names", "192.0.2.53", "192.0.2.8");

        Assert.Contains("In DNS      dns.example.net, block lists bl.example.net", report.Output, StringComparison.Ordinal);
        Assert.Contains("In DNS      -, block lists -", offline.Output, StringComparison.Ordinal);
        Assert.Contains("listed: 127.0.0.2 sends spam", names.Output, StringComparison.Ordinal);
        Assert.Contains("not listed", names.Output, StringComparison.Ordinal);
    }

    // Nobody waits for the answer: it comes to the incident when it is there, and stays when the incident changes.
    [PeerFact("named", "rbldnsd")]
    public void Run_IncidentOfAListedHost_IsStoredWithNameAndLists()
    {
        using PeerProcess lists = StartLists(out int listPort);
        using PeerProcess bind = StartBind(listPort);
        int port = LoopbackPort.FreeUdp();
        File.WriteAllText(_folder.File("flowsensor.yaml"), string.Create(CultureInfo.InvariantCulture, $$$"""
            inputs: {netflow: {listen: ["127.0.0.1:{{{port}}}"]}, sflow: {listen: []}}
            names: {resolvers: ["127.0.0.1:{{{_port}}}"], lists: [bl.example.net]}
            detection: {rules: [{name: busy-dns, service: dns, measure: flows, over: 5, direction: request}]}
            traffic: {window: 10s, lateness: 1s}
            store: {path: store}
            """));
        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run");
        sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
        using System.Net.Sockets.UdpClient exporter = new();
        sensor.WaitUntil(() =>
        {
            exporter.Send(QueryExport.Of([192, 0, 2, 7], 20), new IPEndPoint(IPAddress.Loopback, port));
            return Sensor.Run(_folder.Path, "incidents", "--store", "store", "--json").Output.Contains("mail.example.net", StringComparison.Ordinal);
        });
        sensor.Stop();

        string incidents = Sensor.Run(_folder.Path, "incidents", "--store", "store", "--json").Output;
        Assert.Contains("\"name\": \"mail.example.net\"", incidents, StringComparison.Ordinal);
        Assert.Contains("\"lists\": \"bl.example.net\"", incidents, StringComparison.Ordinal);
    }

    private NameLookup Lookup(NamesOptions options)
    {
        options.Resolvers.Add(new IPEndPoint(IPAddress.Loopback, _port));
        return new NameLookup(options, TimeProvider.System);
    }

    private PeerProcess StartLists(out int port)
    {
        int free = LoopbackPort.FreeUdp();
        File.WriteAllText(_folder.File("ip4"), ":127.0.0.2:sends spam: see http://bl.example.net/$\n192.0.2.7\n192.0.2.53\n");
        File.WriteAllText(_folder.File("ip6"), ":127.0.0.2:sends spam\n2001:db8::7\n");
        File.WriteAllText(_folder.File("full"), ":127.255.255.255:too many questions\n192.0.2.0/24\n");
        File.WriteAllText(_folder.File("wild"), ":198.51.100.1:buy this domain\n192.0.2.0/24\n");
        PeerProcess.Run("chmod", "755", _folder.Path);
        PeerProcess server = PeerProcess.Start(
            "rbldnsd", "-n", "-u", "nobody", "-w", _folder.Path, "-b", $"127.0.0.1/{free}",
            "bl.example.net:ip4set:ip4", "bl.example.net:ip6trie:ip6", "full.example.net:ip4set:full", "wild.example.net:ip4set:wild");
        server.WaitUntil(() => LoopbackPort.IsUdpBound(free));
        port = free;
        return server;
    }

    // A resolver with zones of its own, which asks the lists' server for theirs.
    private PeerProcess StartBind(int listPort)
    {
        string Zone(string name, string records)
        {
            File.WriteAllText(_folder.File(name), $"$TTL 60\n@ IN SOA ns.example.net. desk.example.net. 1 60 60 60 60\n@ IN NS ns.example.net.\n{records}\n");
            return $"zone \"{name}\" {{ type primary; file \"{_folder.File(name)}\"; }};\n";
        }

        string Forward(string name) => $"zone \"{name}\" {{ type forward; forward only; forwarders {{ 127.0.0.1 port {listPort}; }}; }};\n";

        File.WriteAllText(_folder.File("named.conf"), $$"""
            options { directory "{{_folder.Path}}"; listen-on port {{_port}} { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion yes; dnssec-validation no; session-keyfile none; };
            controls { };
            {{Forward("bl.example.net")}}{{Forward("full.example.net")}}{{Forward("wild.example.net")}}
            {{Zone("2.0.192.in-addr.arpa", "7 IN PTR mail.example.net.\n8 IN PTR liar.example.org.\n53 IN PTR dns.example.net.")}}
            {{Zone("8.b.d.0.1.0.0.2.ip6.arpa", "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 IN PTR six.example.net.")}}
            {{Zone("example.org", "liar IN A 198.51.100.8")}}
            {{Zone("mail.example.net", "@ IN A 192.0.2.7")}}{{Zone("dns.example.net", "@ IN A 192.0.2.53")}}{{Zone("six.example.net", "@ IN AAAA 2001:db8::7")}}
            """);
        PeerProcess bind = PeerProcess.Start("named", "-g", "-c", _folder.File("named.conf"));
        bind.WaitUntil(() => bind.Errors.Contains("all zones loaded", StringComparison.Ordinal) && bind.Errors.Contains("running", StringComparison.Ordinal));
        return bind;
    }
}
