using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>The abuse mailbox through the program: complaints meet what a replay stored.</summary>
public sealed class AbuseIngestTests : IDisposable
{
    private const string Unknown = "198.51.100.254";
    private readonly TemporaryFolder _folder = new();

    public AbuseIngestTests()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "flowsensor.yaml"), """
            sensor: {networks: ["0.0.0.0/0", "::/0"]}
            contacts: {default_mail: "noc@example.net"}
            abuse: {skew: 15m, trusted: ["203.0.113.0/24"]}
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ingest_MixedMailbox_FindsTheHosts()
    {
        (string[] hosts, DateTimeOffset seen) = Replay();
        MixedMailbox mailbox = new(42, TimeSpan.FromMinutes(14));
        for (int i = 0; i < 200; i++)
        {
            mailbox.Add(hosts[i % hosts.Length], seen);
            if (i % 20 == 0)
            {
                mailbox.AddOther(i / 20);
            }
        }

        JsonElement[] outcomes = Ingest(mailbox.Text);

        Assert.Equal(210, outcomes.Length);
        int right = 0;
        foreach (JsonElement outcome in outcomes)
        {
            string id = outcome.GetProperty("message_id").GetString()!.Split('@')[0];
            string action = outcome.GetProperty("action").GetString()!;
            if (!mailbox.Hosts.TryGetValue(id, out string? host))
            {
                Assert.Equal("ignore", action);
                continue;
            }

            bool isRight = outcome.GetProperty("sources").EnumerateArray().Select(static source => (source.GetProperty("address").GetString(), source.GetProperty("matched").GetString() != "nothing"))
                .SequenceEqual([(host, true)]);
            right += isRight ? 1 : 0;
            Assert.True(isRight || outcome.GetProperty("reason").GetString()!.Length > 0, id);
        }

        Assert.True(right >= 0.95 * mailbox.Hosts.Count, $"{right} of {mailbox.Hosts.Count} complaints found their host");
    }

    [Fact]
    public void Ingest_Twice_HandlesEachMessageOnce()
    {
        (string[] hosts, DateTimeOffset seen) = Replay();
        MixedMailbox mailbox = new(1, TimeSpan.Zero);
        mailbox.Add(hosts[0], seen);
        mailbox.Add(Unknown, seen);

        Assert.Equal(["forward", "answer"], Actions(Ingest(mailbox.Text, "--dry-run")));
        Assert.Equal(["forward", "answer"], Actions(Ingest(mailbox.Text)));
        mailbox.Add(hosts[1], seen);
        Assert.Equal(["known", "known", "forward"], Actions(Ingest(mailbox.Text)));
    }

    [Fact]
    public void Ingest_HostThatWasNotSeen_SaysWhy()
    {
        (string[] hosts, DateTimeOffset seen) = Replay();
        MixedMailbox mailbox = new(1, TimeSpan.Zero);
        mailbox.Add(Unknown, seen);
        mailbox.Add(hosts[0], seen.AddDays(-30));

        JsonElement[] outcomes = Ingest(mailbox.Text);

        Assert.Equal(["no traffic of it is stored at that time", "nothing is stored of that time"], outcomes.Select(static outcome => outcome.GetProperty("reason").GetString()));
    }

    [Fact]
    public void Ingest_HugeMessageBetweenOthers_IsReadAndTheMailboxUntouched()
    {
        string mailbox = _folder.File("box");
        using (StreamWriter writer = new(mailbox))
        {
            writer.Write("From a@example.org Thu Nov 26 10:00:00 2026\nFrom: a@example.org\nSubject: one\n\n192.0.2.7\n\n");
            writer.Write("From a@example.org Thu Nov 26 10:00:00 2026\nFrom: a@example.org\nSubject: huge\n\n");
            string line = new('x', 1 << 16);
            long size = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 1L << 30 : 64L << 20;
            for (long written = 0; written < size; written += line.Length)
            {
                writer.Write(line);
            }

            writer.Write("\n\nFrom a@example.org Thu Nov 26 10:00:00 2026\nFrom: a@example.org\nSubject: three\n\n192.0.2.8\n");
        }

        DateTime before = File.GetLastWriteTimeUtc(mailbox);
        SensorResult result = Sensor.Run(_folder.Path, "abuse", "ingest", mailbox, "--dry-run", "--json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] outcomes = [.. document.RootElement.EnumerateArray()];
        Assert.Equal(3, outcomes.Length);
        Assert.Contains("larger than what is read", outcomes[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(mailbox));
    }

    [Fact]
    public void Ingest_AbsentMailbox_IsOneSentence()
    {
        SensorResult result = Sensor.Run(_folder.Path, "abuse", "ingest", "absent", "--dry-run");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("flowsensor: The mailbox 'absent' cannot be read: there is no such file.", result.Error.Trim());
    }

    private static string[] Actions(JsonElement[] outcomes) => [.. outcomes.Select(static outcome => outcome.GetProperty("action").GetString()!)];

    private JsonElement[] Ingest(string mailbox, params string[] more)
    {
        string path = _folder.File("mailbox");
        File.WriteAllText(path, mailbox);
        SensorResult result = Sensor.Run(_folder.Path, ["abuse", "ingest", path, "--store", "store", "--json", .. more]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    // The hosts of the quick start capture that are not of the trusted network, and a time at which they were seen.
    private (string[] Hosts, DateTimeOffset Seen) Replay()
    {
        SensorResult result = Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("quickstart"), "--store", "store", "--service", "all", "--top", "0", "--json");
        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        string[] hosts = [.. document.RootElement.GetProperty("sources").EnumerateArray().Select(static source => source.GetProperty("source").GetString()!)
            .Where(static host => !host.StartsWith("203.0.113.", StringComparison.Ordinal)).Distinct()];
        DateTimeOffset first = DateTimeOffset.Parse(document.RootElement.GetProperty("input").GetProperty("first").GetString()!, CultureInfo.InvariantCulture);
        return (hosts, first);
    }
}
