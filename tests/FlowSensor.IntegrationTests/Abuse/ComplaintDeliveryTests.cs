using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Packets;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>Complaints go to who is responsible, with evidence, or are answered; by a real Postfix, each once, read by a parser that is not ours.</summary>
public sealed class ComplaintDeliveryTests : IDisposable
{
    private const string Unknown = "198.51.100.254";

    private const string MailReader = """
        import email, email.policy, io, json, mailbox, sys, zipfile
        read = {}
        for raw in mailbox.mbox(sys.argv[1]):
            mail = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
            files = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()}
            body = mail.get_body(("plain",)).get_content()
            bundle = [name for name in files if name.endswith(".zip")]
            read[str(mail["To"])] = {
                "subject": str(mail["Subject"]), "answers": str(mail["In-Reply-To"]), "path": str(mail["Return-Path"]), "submitted": str(mail["Auto-Submitted"]), "text": body,
                "files": sorted(files), "complaint": files.get("complaint.eml", b"").decode("latin-1"),
                "bundle": sorted(zipfile.ZipFile(io.BytesIO(files[bundle[0]])).namelist()) if bundle else [],
                "defects": [str(d) for p in mail.walk() for d in p.defects]}
        print(json.dumps(read))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("postmap", "python3", Root = true)]
    public void Ingest_Forward_PassesOnAnswersAndIsDoneOnce()
    {
        using PostfixServer postfix = new(_folder);
        File.WriteAllText(_folder.File("read.py"), MailReader);
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            sensor: {networks: ["0.0.0.0/0", "::/0"]}
            contacts: {default_mail: "noc@example.net"}
            store: {path: store}
            reports:
              organization: Example Desk
              contact: abuse@example.org
              mail: {server: "127.0.0.1:{{postfix.Port}}", from: "sensor@example.org"}
            """);
        (string host, string incident, string seen) = Replay();
        string complaint = Complaint("school@example.net", "about-ours", host, seen);
        File.WriteAllText(_folder.File("box"), complaint + Complaint("reporter@example.net", "about-none", Unknown, seen) + Complaint("no-reply@example.net", "by-machine", Unknown, seen));

        Assert.Equal([("forward", 0), ("answer", 0), ("answer", 0)], Ingest());
        Assert.Equal([("forward", 1), ("answer", 1), ("unanswered", 0)], Ingest("--forward", "--dry-run"));
        Assert.Equal([("forward", 1), ("answer", 1), ("unanswered", 0)], Ingest("--forward"));
        Assert.Equal([("known", 0), ("known", 0), ("known", 0)], Ingest("--forward"));

        using JsonDocument read = Read(postfix);
        Assert.Equal(2, postfix.Log.Split("status=sent").Length - 1);
        JsonElement forwarded = read.RootElement.GetProperty("noc@example.net");
        Assert.Equal([$"complaint.eml", $"evidence-{host}.zip"], Texts(forwarded, "files"));
        Assert.Equal(["flows.csv", "manifest.json", "report.html", "report.json", "report.txt", "windows.csv", "xarf.json"], Texts(forwarded, "bundle"));
        Assert.Equal(complaint[(complaint.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim(), forwarded.GetProperty("complaint").GetString()!.ReplaceLineEndings("\n").Trim());
        Assert.Contains($"incident {incident}", forwarded.GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement answer = read.RootElement.GetProperty("reporter@example.net");
        Assert.Equal(("Re: about-none", "<about-none@example.net>", "<>", "auto-replied"), (Text(answer, "subject"), Text(answer, "answers"), Text(answer, "path"), Text(answer, "submitted")));
        Assert.Contains("no traffic of it is stored at that time", Text(answer, "text"), StringComparison.Ordinal);
        Assert.Equal([], Texts(forwarded, "defects").Concat(Texts(answer, "defects")));
    }

    private JsonDocument Read(PostfixServer postfix)
    {
        for (int i = 0; i < 600 && postfix.Log.Split("status=sent").Length < 3; i++)
        {
            Thread.Sleep(50);
        }

        return JsonDocument.Parse(PeerProcess.Run("python3", _folder.File("read.py"), postfix.Mailbox));
    }

    private (string Action, int Mails)[] Ingest(params string[] more)
    {
        SensorResult result = Sensor.Run(_folder.Path, ["abuse", "ingest", "box", "--json", .. more]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.EnumerateArray().Select(static outcome => (Text(outcome, "action"), outcome.GetProperty("mails").GetArrayLength()))];
    }

    // A host of the quick start capture with an incident, and a time at which it was open.
    private (string Host, string Incident, string Seen) Replay()
    {
        Assert.Equal(0, Sensor.Run(_folder.Path, "replay", RecordedScenario.CaptureOf("quickstart"), "--store", "store").ExitCode);
        using JsonDocument document = JsonDocument.Parse(Sensor.Run(_folder.Path, "incidents", "--json").Output);
        JsonElement incident = document.RootElement.EnumerateArray().OrderByDescending(static incident => incident.GetProperty("peak").GetInt32())
            .First(static incident => Text(incident, "role") != "victim" && !Text(incident, "source").Contains(':', StringComparison.Ordinal));
        return (Text(incident, "source"), Text(incident, "id"), Text(incident, "last_seen"));
    }

    private static string Complaint(string from, string subject, string host, string seen) => string.Create(
        CultureInfo.InvariantCulture,
        $"From {from} Thu Nov 26 10:00:00 2026\nFrom: {from}\nTo: abuse@example.org\nSubject: {subject}\nMessage-ID: <{subject}@example.net>\nContent-Type: text/plain\n\nYour host {host} sent spam at {seen}.\n\n");

    private static string[] Texts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static text => text.GetString()!)];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
