using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Packets;

/// <summary>Recorded packets through the command line: what it prints equals what the daemons logged.</summary>
public sealed class PacketReplayTests : IDisposable
{
    private const string Server = "192.0.2.25";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dns-mix")]
    [InlineData("mail-ordinary")]
    [InlineData("mail-user-unknown")]
    [InlineData("pop3-load")]
    [InlineData("flood")]
    public void Replay_RecordedPackets_CountsWhatTheDaemonsLogged(string name)
    {
        RecordedScenario scenario = new(name);

        JsonElement answer = SensorTable.Replay(_folder, scenario.Capture);

        JsonElement mail = answer.GetProperty("mail").EnumerateArray().Single(row => row.GetProperty("server").GetString() == Server);
        Assert.Equal(
            (scenario.Truth("mail", "nc"), scenario.Truth("mail", "nf"), scenario.Truth("dns", "dq")),
            (SensorTable.Number(mail, "nc"), SensorTable.Number(mail, "nf"), SensorTable.Number(mail, "dq")));
        Assert.Equal((scenario.Truth("access", "np"), scenario.Truth("access", "imap_logins")), (SensorTable.Number(mail, "np"), SensorTable.Number(mail, "imap")));

        JsonElement dns = answer.GetProperty("dns");
        Assert.Equal(scenario.Truth("dns", "queries"), SensorTable.Number(dns, "queries"));
        Assert.Equal(Numbers(scenario.Expected.GetProperty("dns").GetProperty("queries_by_type")), Numbers(dns.GetProperty("types")));
        Assert.Equal(Numbers(scenario.Expected.GetProperty("dns").GetProperty("answers_by_code")), Numbers(dns.GetProperty("rcodes")));
    }

    [Theory]
    [InlineData("mail-ordinary")]
    [InlineData("flood")]
    [InlineData("mail-ipv6")]
    [InlineData("mail-vlan")]
    public void Replay_RecordedPackets_LedgerBalances(string name)
    {
        RecordedScenario scenario = new(name);

        JsonElement answer = SensorTable.Replay(_folder, scenario.Capture, "--as", "packets");

        JsonElement packets = answer.GetProperty("packets");
        JsonElement dropped = packets.GetProperty("dropped");
        Assert.Equal(scenario.Truth("packets", "all"), SensorTable.Number(packets, "packets"));
        Assert.Equal(scenario.Truth("packets", "ipv4") + scenario.Truth("packets", "ipv6"), SensorTable.Number(packets, "metered"));
        Assert.Equal(scenario.Truth("packets", "ip_octets"), SensorTable.Number(packets, "metered_octets"));
        Assert.Equal(scenario.Truth("packets", "other"), SensorTable.Number(dropped, "not_ip"));
        Assert.Equal(SensorTable.Number(packets, "packets"), SensorTable.Number(packets, "metered") + dropped.EnumerateObject().Sum(static cause => cause.Value.GetInt64()));
        JsonElement totals = answer.GetProperty("totals");
        Assert.Equal(SensorTable.Number(packets, "metered"), SensorTable.Number(totals, "packets"));
        Assert.Equal(SensorTable.Number(packets, "records"), SensorTable.Number(totals, "flows"));
    }

    [Fact]
    public void MailServers_AfterReplaysIntoAStore_AddsThemUp()
    {
        RecordedScenario ordinary = new("mail-ordinary");
        RecordedScenario storm = new("mail-user-unknown");
        string store = _folder.File("store");
        SensorTable.Replay(_folder, ordinary.Capture, "--store", store);
        SensorTable.Replay(_folder, storm.Capture, "--store", store);

        SensorResult result = Sensor.Run(_folder.Path, "mailservers", "--store", store, "--json");

        Assert.Equal("", result.Error);
        JsonElement day = JsonElement.Parse(result.Output).EnumerateArray().Single();
        Assert.Equal(Server, day.GetProperty("server").GetString());
        foreach ((string part, string truth, string number) in new[] { ("mail", "nc", "nc"), ("mail", "nf", "nf"), ("dns", "dq", "dq"), ("access", "np", "np"), ("access", "imap_logins", "imap") })
        {
            Assert.Equal(ordinary.Truth(part, truth) + storm.Truth(part, truth), SensorTable.Number(day, number));
        }

        Assert.Equal(
            Rejects(ordinary, "user_unknown") + Rejects(storm, "user_unknown"), SensorTable.Number(day.GetProperty("rejects"), "user_unknown"));
        Assert.Equal(Rejects(ordinary, "blocked") + Rejects(storm, "blocked"), SensorTable.Number(day.GetProperty("rejects"), "blocked"));

        string date = day.GetProperty("day").GetString()!;
        string picture = Sensor.Run(_folder.Path, "mailservers", "--store", store, "--day", date, "--server", Server).Output;
        Assert.StartsWith($"{Server}  {date} ", picture, StringComparison.Ordinal);
        JsonElement samples = JsonElement.Parse(Sensor.Run(_folder.Path, "mailservers", "--store", store, "--day", date, "--json").Output)[0];
        Assert.Equal(144, samples.GetProperty("samples").GetArrayLength());
        Assert.Equal(SensorTable.Number(day, "nc"), samples.GetProperty("samples").EnumerateArray().Sum(static sample => SensorTable.Number(sample, "nc")));
        Assert.True(samples.GetProperty("clients").GetArrayLength() > 0);
    }

    private static long Rejects(RecordedScenario scenario, string kind) =>
        scenario.Expected.GetProperty("mail").GetProperty("rejects_without_tls").GetProperty(kind).GetInt64();

    private static SortedDictionary<string, long> Numbers(JsonElement counts) =>
        new(counts.EnumerateObject().ToDictionary(static count => count.Name, static count => count.Value.GetInt64()), StringComparer.Ordinal);
}
