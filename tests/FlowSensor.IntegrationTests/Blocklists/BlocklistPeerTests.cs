using System.Globalization;
using FlowSensor.Engine.Blocklists;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.IntegrationTests.Routes;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Blocklists;

/// <summary>Lists are loaded by the real programs, which then find the listed addresses, and not others.</summary>
public sealed class BlocklistPeerTests : IDisposable
{
    private static readonly string[] Networks = ["127.0.0.5", "192.0.2.7", "198.51.100.8/29", "203.0.113.0/24", "2001:db8::7", "2001:db8:5::/64"];
    private readonly TemporaryFolder _folder = new();
    private readonly Blocklist _list = SampleList.Of(Networks);

    public void Dispose() => _folder.Dispose();

    [PeerFact("postmap", Root = true)]
    public void Postfix_TableOfAddresses_RefusesWith554()
    {
        string file = SampleList.Write(_folder.File("blocked.cidr"), "postfix", _list);

        foreach (string listed in (string[])["192.0.2.7", "198.51.100.15", "203.0.113.200", "2001:db8::7", "2001:db8:5::99"])
        {
            Assert.StartsWith("REJECT smtp_sender", PeerProcess.Run("postmap", "-q", listed, $"cidr:{file}"), StringComparison.Ordinal);
        }

        Assert.Equal((1, ""), Quiet("postmap", "-q", "192.0.2.8", $"cidr:{file}"));
        using PostfixServer server = new(_folder, $"smtpd_client_restrictions = check_client_access cidr:{file}");
        Assert.StartsWith("554 5.7.1", server.Greeting("127.0.0.5"), StringComparison.Ordinal);
        Assert.StartsWith("220 ", server.Greeting("127.0.0.6"), StringComparison.Ordinal);
    }

    [PeerFact("rbldnsd", "dig")]
    public void Rbldnsd_DataSet_AnswersOverDns()
    {
        SampleList.Write(_folder.File("list"), "rbldnsd", _list);
        PeerProcess.Run("chmod", "755", _folder.Path);
        string port = LoopbackPort.FreeUdp().ToString(CultureInfo.InvariantCulture);
        using PeerProcess server = PeerProcess.Start("rbldnsd", "-n", "-u", "nobody", "-w", _folder.Path, "-b", $"127.0.0.1/{port}", "bl.example.net:combined:list");
        server.WaitUntil(() => LoopbackPort.IsUdpBound(int.Parse(port, CultureInfo.InvariantCulture)));

        string Ask(string name, string type) => PeerProcess.Run("dig", "+short", "+time=2", "+tries=5", "-p", port, "@127.0.0.1", $"{name}.bl.example.net", type).Trim();

        Assert.Equal("127.0.0.2", Ask("7.2.0.192", "A"));
        Assert.Equal("127.0.0.2", Ask("15.100.51.198", "A"));
        Assert.Equal("127.0.0.2", Ask("2.0.0.127", "A"));
        Assert.Equal("", Ask("8.2.0.192", "A"));
        Assert.Equal("", Ask("16.100.51.198", "A"));
        Assert.Equal("127.0.0.2", Ask(Nibbles("2001:db8::7"), "A"));
        Assert.Equal("127.0.0.2", Ask(Nibbles("2001:db8:5::99"), "A"));
        Assert.Equal("", Ask(Nibbles("2001:db8::8"), "A"));
        Assert.StartsWith("\"smtp_sender", Ask("7.2.0.192", "TXT"), StringComparison.Ordinal);
    }

    [PeerFact("nft", "ip", Root = true)]
    public void Nftables_Table_ChecksAndLoads()
    {
        string file = SampleList.Write(_folder.File("list.nft"), "nftables", _list);
        using NetworkNamespace space = new("fs-blocklist");

        Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "-c", "-f", file);
        Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "-f", file);
        Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "-f", file);
        string loaded = Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "list", "set", "inet", "flowsensor", "blocked6");
        Assert.Contains("2001:db8:5::/64", loaded, StringComparison.Ordinal);

        string empty = SampleList.Write(_folder.File("empty.nft"), "nftables", SampleList.Of());
        Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "-f", empty);
        loaded = Tool.MustRun("ip", "netns", "exec", space.Name, "nft", "list", "set", "inet", "flowsensor", "blocked6");
        Assert.DoesNotContain("2001", loaded, StringComparison.Ordinal);
    }

    [PeerFact("named-checkzone")]
    public void Rpz_Zone_IsOne()
    {
        string file = SampleList.Write(_folder.File("rpz"), "rpz", _list);

        string checkedZone = PeerProcess.Run("named-checkzone", "-D", "rpz.example.net", file);

        Assert.Contains("32.7.2.0.192.rpz-client-ip.rpz.example.net", checkedZone, StringComparison.Ordinal);
        Assert.Contains("29.8.100.51.198.rpz-ip.rpz.example.net", checkedZone, StringComparison.Ordinal);
        Assert.Contains("128.7.zz.db8.2001.rpz-ip.rpz.example.net", checkedZone, StringComparison.Ordinal);
        Assert.Contains("64.zz.5.db8.2001.rpz-ip.rpz.example.net", checkedZone, StringComparison.Ordinal);
    }

    [PeerFact("tcprules")]
    public void Tcpserver_Rules_RefuseThroughRblsmtpd()
    {
        string rules = File.ReadAllText(SampleList.Write(_folder.File("rules"), "tcpserver", _list));
        File.WriteAllText(_folder.File("load"), $"tcprules {_folder.File("rules.cdb")} {_folder.File("rules.tmp")} < {_folder.File("rules")}\n");
        PeerProcess.Run("sh", _folder.File("load"));

        Assert.DoesNotContain("deny", rules, StringComparison.Ordinal);
        foreach ((string address, bool listed) in (ReadOnlySpan<(string, bool)>)[("192.0.2.7", true), ("198.51.100.15", true), ("198.51.100.16", false), ("203.0.113.9", true)])
        {
            File.WriteAllText(_folder.File("ask"), $"TCPREMOTEIP={address} tcprulescheck {_folder.File("rules.cdb")}\n");
            Assert.Equal(listed, PeerProcess.Run("sh", _folder.File("ask")).Contains("RBLSMTPD=-smtp_sender", StringComparison.Ordinal));
        }
    }

    [PeerFact("exabgp")]
    public void Exabgp_Commands_AreAcceptedAndWithdrawn()
    {
        string announce = SampleList.Write(_folder.File("first"), "exabgp", _list);
        string withdraw = SampleList.Write(_folder.File("second"), "exabgp", SampleList.Of(), [.. _list.Entries]);
        string port = LoopbackPort.FreeTcp().ToString(CultureInfo.InvariantCulture);
        string feed = _folder.File("feed");
        File.WriteAllText(feed, $$"""
            #!/bin/sh
            exec 3<&0
            sleep 1
            cat {{announce}} {{withdraw}} | while IFS= read -r line; do
                echo "$line"
                read -r answer <&3
                echo "$answer: $line" >> {{_folder.File("answers")}}
            done
            echo end >> {{_folder.File("answers")}}
            sleep 30
            """);
        PeerProcess.Run("chmod", "755", feed, _folder.Path);
        File.WriteAllText(_folder.File("conf"), $$"""
            process feed { run {{feed}}; encoder text; }
            neighbor 127.0.0.1 {
                router-id 127.0.0.1; local-address 127.0.0.1; local-as 64512; peer-as 64512; passive;
                family { ipv4 unicast; ipv6 unicast; }
                api { processes [ feed ]; }
            }
            """);
        using PeerProcess speaker = PeerProcess.Start("env", "exabgp.daemon.user=root", "exabgp.api.cli=false", $"exabgp.tcp.port={port}", "exabgp.tcp.bind=127.0.0.1", "exabgp.log.destination=stdout", "exabgp", _folder.File("conf"));
        speaker.WaitUntil(() => File.Exists(_folder.File("answers")) && File.ReadAllText(_folder.File("answers")).Contains("end", StringComparison.Ordinal));

        string[] answers = [.. File.ReadAllLines(_folder.File("answers")).SkipLast(1)];
        Assert.Equal(2 * Networks.Length, answers.Length);
        Assert.All(answers, static answer => Assert.StartsWith("done:", answer, StringComparison.Ordinal));
        Assert.Equal(Networks.Length, answers.Count(static answer => answer.Contains("withdraw", StringComparison.Ordinal)));
    }

    [PeerFact("ipset", "ip", Root = true)]
    public void Ipset_Restore_SwapsTheSetsIn()
    {
        string file = SampleList.Write(_folder.File("list"), "ipset", _list);
        using NetworkNamespace space = new("fs-ipset");
        (int status, _, string errors) = Tool.Run("ip", "netns", "exec", space.Name, "ipset", "list");
        if (status != 0)
        {
            // A kernel without sets can still have the lines read.
            Assert.Contains("Kernel", errors, StringComparison.OrdinalIgnoreCase);
            return;
        }

        Tool.MustRun("ip", "netns", "exec", space.Name, "ipset", "restore", "-file", file);
        Tool.MustRun("ip", "netns", "exec", space.Name, "ipset", "test", "flowsensor4", "198.51.100.15");
        Tool.MustRun("ip", "netns", "exec", space.Name, "ipset", "test", "flowsensor6", "2001:db8:5::99");
    }

    private static (int Status, string Output) Quiet(string program, params string[] arguments)
    {
        (int status, string output, _) = Tool.Run(program, arguments);
        return (status, output);
    }

    private static string Nibbles(string address) =>
        string.Join('.', Convert.ToHexStringLower(System.Net.IPAddress.Parse(address).GetAddressBytes()).Reverse());
}
