using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Tests.Abuse;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Blocklists;

public sealed class BlocklistBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly BlocklistOptions Options = new() { Allow = [.. Mails.Prefixes("198.51.100.0/28")] };
    private static readonly BlocklistBuilder Builder = new(Options, Mails.Prefixes("192.0.2.25", "2001:db8::25"));

    [Fact]
    public void Build_EstablishedOffender_IsListedUntilItsLifetimeEnds()
    {
        Blocklist list = Builder.Build([Incident("192.0.2.7")], Now);

        BlockEntry entry = Assert.Single(list.Entries);
        Assert.Equal(("192.0.2.7/32", Now.AddHours(-1).AddDays(1)), (entry.Network.ToString(), entry.Expires));
        Assert.Equal("smtp_sender, incident i-192.0.2.7", entry.Reason);
    }

    public static TheoryData<string, string> LeftOut => new()
    {
        { "own mail server", nameof(BlockRefusal.Infrastructure) },
        { "allowed", nameof(BlockRefusal.Allowed) },
        { "bare SYN", nameof(BlockRefusal.Forgeable) },
        { "one way", nameof(BlockRefusal.Forgeable) },
        { "nothing known of the handshake", nameof(BlockRefusal.Forgeable) },
        { "forged", nameof(BlockRefusal.Forgeable) },
        { "victim", nameof(BlockRefusal.NoOffender) },
        { "muted", nameof(BlockRefusal.Muted) },
        { "mild", nameof(BlockRefusal.NotSevere) },
        { "over", nameof(BlockRefusal.Old) },
    };

    [Theory]
    [MemberData(nameof(LeftOut))]
    public void Build_WhomToSpare_IsLeftOutByCause(string what, string cause)
    {
        IncidentReport incident = what switch
        {
            "own mail server" => Incident("192.0.2.25"),
            "allowed" => Incident("198.51.100.3"),
            "bare SYN" => Incident("192.0.2.7") with { Handshake = "syn_only" },
            "one way" => Incident("192.0.2.7") with { Handshake = "one_way" },
            "nothing known of the handshake" => Incident("192.0.2.7") with { Handshake = "none" },
            "forged" => Incident("192.0.2.7") with { IsForged = true },
            "victim" => Incident("192.0.2.7") with { Role = "victim" },
            "muted" => Incident("192.0.2.7") with { IsMuted = true },
            "mild" => Incident("192.0.2.7") with { Peak = 69 },
            _ => Incident("192.0.2.7") with { LastSeen = Now.AddDays(-2), Closed = Now.AddDays(-2) },
        };

        Blocklist list = Builder.Build([incident], Now);

        Assert.Empty(list.Entries);
        Assert.Equal([(Enum.Parse<BlockRefusal>(cause), 1)], list.LeftOut.Select(static pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Build_OtherKinds_AreNotAskedFor()
    {
        Blocklist list = Builder.Build([Incident("192.0.2.7") with { Kind = "ping_storm" }], Now);

        Assert.Empty(list.Entries);
        Assert.Empty(list.LeftOut);
    }

    [Fact]
    public void Join_EnoughHostsOfANetwork_IsTheNetworkUnlessSomebodyInItIsSpared()
    {
        string[] hosts = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8:1::1", "2001:db8:1::2", "2001:db8:1::3"];
        Blocklist list = Builder.Build(hosts.Select(Incident), Now);

        Assert.Equal(
            ["192.0.2.1/32", "192.0.2.2/32", "192.0.2.3/32", "203.0.113.0/24", "2001:db8:1::/64"],
            Builder.Join(list, 3).Entries.Select(static entry => entry.Network.ToString()));
        Assert.Equal(9, Builder.Join(list, 4).Entries.Count);
    }

    [Theory]
    [InlineData("plain words, 1/2: a-b_c", "plain words, 1/2: a-b_c")]
    [InlineData("x\"; }\nadd 0.0.0.0/0 # $(reboot) `id` \\ %s {{ ' ü \u0000 \u202e", "x add 0.0.0.0/0 reboot id s")]
    public void ReasonText_AnyText_HoldsNothingThatEndsAComment(string text, string expected) => Assert.Equal(expected, ReasonText.Of(text));

    [Fact]
    public void File_ReplaceAndUndo_BringBackTheListBefore()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("flowsensor-list").FullName, "list");
        BlocklistFile file = new(path);
        Blocklist one = Builder.Build([Incident("192.0.2.7")], Now), two = Builder.Build([Incident("192.0.2.8")], Now);
        file.Replace("one", one);
        BlocklistChange change = BlocklistChange.Between(file.Read(), two.Entries);
        file.Replace("two", two);
        file.Undo();

        Assert.Equal("one", File.ReadAllText(path));
        Assert.Equal("192.0.2.7/32", Assert.Single(file.Read()).Network.ToString());
        Assert.Equal(("192.0.2.8/32", "192.0.2.7/32"), (Assert.Single(change.Added).Network.ToString(), Assert.Single(change.Gone).Network.ToString()));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    internal static IncidentReport Incident(string source) => new()
    {
        Id = $"i-{source}",
        Kind = "smtp_sender",
        Rule = "smtp_sender",
        Source = IpAddress.Parse(source),
        Role = "offender",
        Opened = Now.AddHours(-3),
        LastSeen = Now.AddHours(-1),
        Closed = Now,
        Severity = 20,
        Peak = 80,
        Handshake = "established",
    };
}
