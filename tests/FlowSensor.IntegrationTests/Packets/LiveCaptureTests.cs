using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Packets;

/// <summary>The sensor on interfaces, as an ordinary user with CAP_NET_RAW and nothing else, while tcpreplay sends.</summary>
public sealed partial class LiveCaptureTests : IDisposable
{
    private static readonly string[] OrdinaryUser =
    [
        "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--inh-caps=-all,+net_raw", "--ambient-caps=-all,+net_raw",
        "--bounding-set=-all,+net_raw",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _space = $"fs-live-{Environment.ProcessId}";

    public void Dispose() => _folder.Dispose();

    [PeerFact("ip", "tcpreplay", "libpcap.so.0.8", Root = true)]
    public void Run_OnTwoInterfaces_SeenPlusDroppedIsSent()
    {
        RecordedScenario ordinary = new("mail-ordinary");
        RecordedScenario mix = new("dns-mix");
        string first = Unpack(ordinary.Capture, "first.pcap");
        string second = Unpack(mix.Capture, "second.pcap");
        string store = _folder.File("store");
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs:
              netflow: {listen: []}
              sflow: {listen: []}
              capture: [{interface: b0, filter: "not ip6"}, {interface: d0, filter: "not ip6", immediate: true}]
            store: {path: "{{store}}"}
            """);
        PeerProcess.Run("ip", "netns", "add", _space);
        try
        {
            foreach ((string one, string other) in new[] { ("a0", "b0"), ("c0", "d0") })
            {
                PeerProcess.Run("ip", "-n", _space, "link", "add", one, "type", "veth", "peer", "name", other);
                PeerProcess.Run("ip", "-n", _space, "link", "set", one, "up");
                PeerProcess.Run("ip", "-n", _space, "link", "set", other, "up");
            }

            string errors;
            using (PeerProcess sensor = PeerProcess.Start("ip", Inside([.. OrdinaryUser, "dotnet", CopyOfTheSensor(), "run", "--config", _folder.File("flowsensor.yaml")])))
            {
                sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
                Assert.Contains("interface b0, interface d0", sensor.Errors, StringComparison.Ordinal);
                using PeerProcess replay = PeerProcess.Start("ip", Inside("tcpreplay", "-q", "-i", "a0", "--pps", "5000", first));
                PeerProcess.Run("ip", Inside("tcpreplay", "-q", "-i", "c0", "--pps", "5000", second));
                replay.Complete();
                Assert.Equal(0, sensor.Stop());
                errors = sensor.Errors;
            }

            Assert.Equal(ordinary.Truth("packets", "all"), Sum(errors, "b0"));
            Assert.Equal(mix.Truth("packets", "all"), Sum(errors, "d0"));
            Match metered = Metered().Match(errors);
            Assert.True(metered.Success, errors);
            Assert.Equal(Delivered(errors, "b0") + Delivered(errors, "d0"), Number(metered, 1));

            // And the store's ledger says the same as the log.
            using PeerProcess ledger = PeerProcess.StartSensor(_folder.Path, "exporters", "--interfaces", "--store", store, "--json");
            JsonElement[] interfaces = [.. JsonElement.Parse(ledger.Complete()).EnumerateArray()];
            Assert.Equal(["b0", "d0"], interfaces.Select(static counters => counters.GetProperty("interface").GetString()));
            Assert.All(interfaces, counters => Assert.Equal(
                [.. Enumerable.Range(2, 4).Select(place => Number(Account(errors, counters.GetProperty("interface").GetString()!), place))],
                [.. "seen delivered kernel_dropped queue_full".Split(' ').Select(name => SensorTable.Number(counters, name))]));

            using PeerProcess servers = PeerProcess.StartSensor(_folder.Path, "mailservers", "--store", store, "--json");
            JsonElement day = JsonElement.Parse(servers.Complete()).EnumerateArray().First();
            Assert.Equal(ordinary.Truth("dns", "dq") + mix.Truth("dns", "dq"), SensorTable.Number(day, "dq"));
        }
        finally
        {
            PeerProcess.Run("ip", "netns", "del", _space);
        }
    }

    [PeerFact("ip", "libpcap.so.0.8", Root = true)]
    public void Run_WithoutTheCapability_SaysWhatToDo()
    {
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            inputs: {netflow: {listen: []}, sflow: {listen: []}, capture: [{interface: lo}]}
            store: {path: "{{_folder.File("store")}}"}
            """);
        using PeerProcess sensor = PeerProcess.Start(
            "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all",
            "dotnet", CopyOfTheSensor(), "run", "--config", _folder.File("flowsensor.yaml"));

        Assert.Equal(1, sensor.WaitForExit());
        Assert.Equal(
            "flowsensor: Capturing from interface lo is not permitted to this user; run as root or grant the program CAP_NET_RAW.", sensor.Errors.Trim());
    }

    private static long Sum(string errors, string name)
    {
        Match account = Account(errors, name);
        return Number(account, 3) + Number(account, 4);
    }

    private static long Delivered(string errors, string name) => Number(Account(errors, name), 3) - Number(Account(errors, name), 5);

    private static Match Account(string errors, string name)
    {
        Match account = Captured().Matches(errors).FirstOrDefault(match => match.Groups[1].Value == name) ?? Match.Empty;
        Assert.True(account.Success, errors);
        return account;
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private string[] Inside(params string[] command) => ["netns", "exec", _space, .. command];

    // The folder of the build may be closed to others.
    private string CopyOfTheSensor()
    {
        string copy = _folder.File("sensor");
        PeerProcess.Run("chmod", "a+rwx", _folder.Path);
        PeerProcess.Run("cp", "-r", AppContext.BaseDirectory, copy);
        PeerProcess.Run("chmod", "-R", "a+rX", copy);
        return Path.Combine(copy, "flowsensor.dll");
    }

    private string Unpack(string capture, string name)
    {
        string path = _folder.File(name);
        using GZipStream packed = new(File.OpenRead(capture), CompressionMode.Decompress);
        using FileStream file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }

    [GeneratedRegex(@"Interface (\w+): (\d+) packets seen, (\d+) delivered, kernel_dropped (\d+), queue_full (\d+)")]
    private static partial Regex Captured();

    [GeneratedRegex(@"(\d+) packets: (\d+) metered")]
    private static partial Regex Metered();
}
