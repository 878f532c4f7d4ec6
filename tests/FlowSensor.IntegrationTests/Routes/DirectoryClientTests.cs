using System.Diagnostics;
using System.Net;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Contacts.Remote;
using FlowSensor.Engine.Routes;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>Debian's whois and netcat against our servers.</summary>
public sealed class DirectoryClientTests : IAsyncLifetime, IDisposable
{
    private readonly string _file = Path.GetTempFileName() + ".yaml";
    private DirectoryServers? _servers;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(
            _file,
            "institutions:\n  - {name: Sample University, networks: [192.192.40.0/22], abuse: abuse@univ.example, phone: '+886 1', address: 1 Campus Road, "
            + "admin: {name: A. Admin, mail: admin@univ.example}, updated_by: noc, updated: 2026-01-02}\n");
        List<ConfigurationProblem> problems = [];
        ContactDirectory directory = InstitutionReader.Read([_file], problems);
        Assert.Empty(problems);
        var options = new ContactsOptions
        {
            Rwhois = { Listen = new IPEndPoint(IPAddress.Loopback, 0), HostName = "rwhois.example" },
            Whois = { Listen = new IPEndPoint(IPAddress.Loopback, 0) },
        };
        var tables = new RouterTables([]);
        var resolver = new ContactResolver(directory, tables, [], null, TimeSpan.FromHours(1));
        _servers = new DirectoryServers(options, directory, tables, resolver, TimeProvider.System);
        await _servers.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _servers!.StopAsync(CancellationToken.None);
        File.Delete(_file);
    }

    public void Dispose() => _servers?.Dispose();

    [ToolFact("whois")]
    public void Whois_RealClient_GetsTheAnswer()
    {
        (_, string output, _) = Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{_servers!.EndPoints[1].Port}", "192.192.41.5");

        Assert.Contains("network:        192.192.40.0/22", output, StringComparison.Ordinal);
        Assert.Contains("abuse-mailbox:  abuse@univ.example", output, StringComparison.Ordinal);
        Assert.Contains("updated-by:     noc", output, StringComparison.Ordinal);
        Assert.Contains("no institution", Tool.Run("whois", "-h", "127.0.0.1", "-p", $"{_servers.EndPoints[1].Port}", "198.51.100.1").Output, StringComparison.Ordinal);
    }

    [ToolFact("nc")]
    public void Rwhois_TranscriptByNetcat_IsAsTheRfcHasIt()
    {
        string output = Netcat("-rwhois V-1.5 nc\r\n-holdconnect on\r\n-limit 5\r\nnetwork 192.192.41.5\r\ncontact CON-1-ADMIN\r\n198.51.100.1\r\n-quit\r\n");

        string[] lines = [.. output.Split("\r\n").Select(line => line.Split(' ')[0])];
        Assert.Equal(["%rwhois", "%rwhois", "%ok", "%ok", "%ok", "network:Class-Name:network"], lines[..6]);
        Assert.Contains("network:IP-Network:192.192.40.0/22\r\n", output, StringComparison.Ordinal);
        Assert.Contains("network:Admin-Contact;I:CON-1-ADMIN\r\n", output, StringComparison.Ordinal);
        Assert.Contains("contact:Email:admin@univ.example\r\n", output, StringComparison.Ordinal);
        Assert.Contains("%error 230 No Objects Found\r\n", output, StringComparison.Ordinal);
        Assert.EndsWith("%ok\r\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_OurClients_UnderstandOurServers()
    {
        IPEndPoint[] servers = [.. _servers!.EndPoints];
        foreach (IContactLookup lookup in new IContactLookup[]
        {
            new RwhoisClient("127.0.0.1", servers[0].Port, TimeSpan.FromSeconds(5)), new WhoisClient("127.0.0.1", servers[1].Port, TimeSpan.FromSeconds(5)),
        })
        {
            RemoteAnswer answer = await lookup.FindAsync(IpAddress.Parse("192.192.41.5"), CancellationToken.None);
            Assert.Equal(("abuse@univ.example", "Sample University"), (answer.Contacts[0].Mail, answer.Institution));
            Assert.Equal("192.192.40.0/22", answer.Network.ToString());
        }
    }

    private string Netcat(string text)
    {
        var start = new ProcessStartInfo("nc", ["-w", "3", "127.0.0.1", $"{_servers!.EndPoints[0].Port}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(text);
        process.StandardInput.Flush();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
