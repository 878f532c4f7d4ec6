using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Hostile;

/// <summary>
/// Names that strangers choose, on the wire, in DNS and in the contact file: what is shown of them is text, and what is not kept of them is nowhere. As
/// HTML and JSON, without a browser, so that nothing repairs what the sensor sends.
/// </summary>
public sealed class HostileWireTests : IDisposable
{
    private const string Range = "from=2026-11-22T09:55:00Z&to=2026-11-22T10:10:00Z";

    // What the contact file says, in every field that is shown.
    private static readonly string[] Fields =
        ["<script>alert('institution')</script>", "<b onclick=alert('role')>", "<img src=x onerror=alert('address')>", "\"><svg onload=alert('phone')>", "</title><script>alert('updated')</script>"];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly HostileResolver _resolver = new();

    public void Dispose()
    {
        _client.Dispose();
        _resolver.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Names_OfPacketsResolversAndContacts_AreText()
    {
        int web = LoopbackPort.FreeTcp();
        int exports = LoopbackPort.FreeUdp();
        _client.BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{web}"));
        HostileCapture.Write(_folder.File("hostile.pcap"));
        Configure(web, exports);
        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml", "--replay", "hostile.pcap");
        sensor.WaitUntil(() => sensor.Errors.Contains("packets of", StringComparison.Ordinal));

        // Names are asked for when something happens now; what is replayed is long past.
        using UdpClient exporter = new();
        JsonElement incident = default;
        sensor.WaitUntil(() =>
        {
            exporter.Send(QueryExport.Of([10, 0, 0, 9], 20), new IPEndPoint(IPAddress.Loopback, exports));
            return Find(out incident);
        });

        // The packets were read to their last word, or the rest would prove nothing.
        Assert.Equal(HostileCapture.Queries, (await JsonAsync($"/api/v1/dns?{Range}")).GetProperty("queries").GetInt64());
        JsonElement server = (await JsonAsync($"/api/v1/mailservers?{Range}"))[0];
        Assert.Equal((HostileCapture.Sessions, HostileCapture.Sessions), (server.GetProperty("nc").GetInt32(), server.GetProperty("rejects").GetProperty("user_unknown").GetInt32()));

        string id = incident.GetProperty("id").GetString()!;
        string name = incident.GetProperty("name").GetString()!;
        Assert.Contains(HostileResolver.Label, name, StringComparison.Ordinal);
        Assert.DoesNotContain(name, char.IsControl);
        Dictionary<string, string[]> pages = new()
        {
            ["/"] = [],
            [$"/sources?{Range}"] = [],
            [$"/sources/{HostileCapture.Client}?{Range}"] = [Fields[0], Fields[1]],
            [$"/mail?{Range}"] = [],
            [$"/dns?{Range}"] = [],
            ["/incidents"] = [Fields[0]],
            [$"/incidents?{Range}"] = [],
            [$"/incidents/{id}"] = [HostileResolver.Label, Fields[0]],
            [$"/incidents/{id}/report"] = [HostileResolver.Label, Fields[0]],
            [$"/routes?address={HostileCapture.Client}"] = [Fields[0], Fields[1]],
            ["/abuse/blocklist"] = [],
            ["/logs"] = [],
            ["/health"] = [],
        };
        foreach ((string path, string[] wanted) in pages)
        {
            string html = await _client.GetStringAsync(path);
            string text = WebUtility.HtmlDecode(html);
            Assert.All(wanted, words => Assert.True(text.Contains(words, StringComparison.Ordinal), $"{path} does not show {words}"));
            Assert.All([.. Fields, .. HostileCapture.Names, HostileResolver.Label], words => Assert.False(html.Contains(words, StringComparison.Ordinal), $"{path} has {words} as markup"));
            Assert.All(HostileCapture.Names, words => Assert.False(text.Contains(words, StringComparison.Ordinal), $"{path} shows {words}, which is of no use to anybody"));
            Assert.DoesNotContain(html, static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
        }

        // JSON can be put into a page as it is: angle brackets are escaped there too.
        foreach (string path in (string[])["/api/v1/incidents", $"/api/v1/incidents/{id}", $"/api/v1/contacts/{HostileCapture.Client}", $"/api/v1/sources/{HostileCapture.Client}?{Range}"])
        {
            string json = await _client.GetStringAsync(path);
            Assert.DoesNotContain('<', json);
            Assert.Contains(Fields[0], Strings(JsonElement.Parse(json)));
        }

        Assert.Equal(0, sensor.Stop());
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    // The name comes some moments after the incident.
    private bool Find(out JsonElement incident)
    {
        incident = default;
        try
        {
            incident = JsonElement.Parse(_client.GetStringAsync("/api/v1/incidents").GetAwaiter().GetResult()).EnumerateArray()
                .FirstOrDefault(static row => row.GetProperty("source").GetString() == HostileCapture.Client && row.TryGetProperty("name", out JsonElement name) && name.GetString()!.Length > 0);
            return incident.ValueKind == JsonValueKind.Object;
        }
        catch (HttpRequestException)
        {
            // Not there yet.
            return false;
        }
    }

    private async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await _client.GetStringAsync(path));

    private void Configure(int web, int exports)
    {
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$$"""
            sensor: {networks: [192.0.2.0/24, 10.0.0.0/8]}
            inputs: {netflow: {listen: ["127.0.0.1:{{{exports}}}"]}, sflow: {listen: []}}
            traffic: {window: 10s, lateness: 1s}
            contacts: {files: [institutions.yaml]}
            names: {resolvers: ["127.0.0.1:{{{_resolver.Port}}}"]}
            detection: {rules: [{name: busy-dns, service: dns, measure: flows, over: 5, direction: request}]}
            dashboard: {listen: "127.0.0.1:{{{web}}}"}
            """);
        File.WriteAllText(_folder.File("institutions.yaml"), $$"""
            institutions:
              - name: {{Quoted(Fields[0])}}
                networks: [10.0.0.0/16]
                admin: {name: {{Quoted(Fields[1])}}, mail: admin@inst.example, phone: {{Quoted(Fields[3])}}}
                abuse: abuse@inst.example
                address: {{Quoted(Fields[2])}}
                updated_by: {{Quoted(Fields[4])}}
            """);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
