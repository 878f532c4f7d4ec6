using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.IntegrationTests.Routes;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>
/// From incident to silence: in a network namespace of its own a sensor sees a host send mail, the report goes out by a real Postfix, is read
/// from the mailbox by a parser that is not ours, answered, and its ticket follows the host's traffic.
/// </summary>
public sealed class ReportDeliveryTests : IDisposable
{
    private const int ExportPort = 2055, MailPort = 2525;
    private const string Host = "192.0.2.7";

    private const string MailReader = """
        import email, email.policy, json, mailbox, sys
        read = []
        for raw in mailbox.mbox(sys.argv[1]):
            mail = email.message_from_bytes(raw.as_bytes(), policy=email.policy.default)
            parts = [part for part in mail.walk() if not part.is_multipart()]
            xarf = [json.loads(part.get_payload(decode=True)) for part in parts if part.get_filename() == "xarf.json"]
            read.append({"id": str(mail["Message-ID"]), "to": str(mail["To"]), "from": str(mail["From"]), "reply_to": str(mail["Reply-To"]), "subject": str(mail["Subject"]),
                         "references": str(mail["References"]), "type": mail.get_content_type(), "xarf": xarf[0] if xarf else None, "defects": [str(d) for p in mail.walk() for d in p.defects]})
        print(json.dumps(read))
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly FlowStory _story = new(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));

    public ReportDeliveryTests()
    {
        File.WriteAllText(_folder.File("read.py"), MailReader);
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            sensor: {name: edge1, networks: [192.0.2.0/24]}
            inputs:
              netflow: {listen: ["127.0.0.1:{{ExportPort}}"], threads: 1}
              sflow: {listen: []}
            dashboard: {enabled: false}
            contacts: {default_mail: "abuse@example.net"}
            store: {path: "{{_folder.File("store")}}" }
            reports:
              organization: Example Desk
              contact: desk@example.org
              mail: {server: "127.0.0.1:{{MailPort}}", from: "sensor@example.org"}
              stopped_after: 1h
              interval: 1s
            """);
    }

    public void Dispose() => _folder.Dispose();

    [PeerFact("postmap", "python3", "ip", Root = true)]
    public void Report_SentByPostfix_FollowedUntilTheHostStopsAndBeginsAgain()
    {
        using NetworkNamespace space = new("fs-reports");
        using PeerProcess sensor = PeerProcess.Start("ip", Inside(space, "run"));
        sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
        Tell(space, _story.Sends(Host, 15));
        string incident = "";
        sensor.WaitUntil(() => (incident = Incidents().FirstOrDefault() ?? "").Length > 0);

        // Nobody listens: the report waits, and asking again makes no second one.
        Assert.Contains("waits and is sent by the running sensor", Run(space, "report", "--incident", incident, "--send"), StringComparison.Ordinal);
        Assert.Contains("Ticket 1: waits", Run(space, "report", "--incident", incident, "--send"), StringComparison.Ordinal);
        JsonElement waiting = Assert.Single(Tickets());
        Assert.Equal(("draft", "waiting"), (Text(waiting, "state"), Text(waiting, "delivery")));

        string id;
        using (PostfixServer postfix = new(_folder, space, MailPort))
        {
            sensor.WaitUntil(() => Text(Assert.Single(Tickets()), "state") == "sent");
            Run(space, "report", "tickets", "deliver");
            Assert.Contains("was reported already", Run(space, "report", "--incident", incident, "--send"), StringComparison.Ordinal);
            id = ReadReport(sensor, postfix, incident);
        }

        Tell(space, _story.Silence(20));
        Answer(id);
        Assert.Equal("answered", Text(Assert.Single(Tickets()), "state"));

        Tell(space, _story.Silence(200));
        sensor.WaitUntil(() => Text(Assert.Single(Tickets()), "state") == "stopped");
        Assert.Equal("2026-11-26T08:1", Text(Assert.Single(Tickets()), "stopped")[..15]);

        Tell(space, _story.Sends(Host, 15));
        sensor.WaitUntil(() => Text(Assert.Single(Tickets()), "state") == "recurred");
        sensor.Signal("TERM");
        Assert.Equal(["created", "sent", "answered", "stopped", "recurred"], Events(1));
    }

    private string ReadReport(PeerProcess sensor, PostfixServer postfix, string incident)
    {
        sensor.WaitUntil(() => File.Exists(postfix.Mailbox) && postfix.Log.Contains("status=sent", StringComparison.Ordinal));
        using JsonDocument read = JsonDocument.Parse(PeerProcess.Run("python3", _folder.File("read.py"), postfix.Mailbox));
        JsonElement mail = Assert.Single(read.RootElement.EnumerateArray());
        Assert.Equal(0, mail.GetProperty("defects").GetArrayLength());
        Assert.Equal("multipart/report", Text(mail, "type"));
        Assert.Equal("abuse@example.net", Text(mail, "to"));
        Assert.Equal("Example Desk <sensor@example.org>", Text(mail, "from"));
        Assert.Equal("Example Desk <desk@example.org>", Text(mail, "reply_to"));
        Assert.Equal($"[{incident}] smtp_sender from {Host}", Text(mail, "subject"));
        Assert.Equal(Host, Text(mail.GetProperty("xarf"), "source_identifier"));
        Assert.Equal(1, postfix.Log.Split("status=sent").Length - 1);
        return Text(mail, "id");
    }

    // What the contact's mail program writes below our report.
    private void Answer(string id)
    {
        File.WriteAllText(_folder.File("answer"), $"From: school@example.net\nTo: desk@example.org\nSubject: Re: your report\nMessage-ID: <1@example.net>\nIn-Reply-To: {id}\nReferences: {id}\nContent-Type: text/plain\n\nWe took {Host} off the network.\n");
        SensorResult result = Sensor.Run(_folder.Path, "abuse", "ingest", "answer", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"action\": \"ticket\"", result.Output, StringComparison.Ordinal);
    }

    private string[] Inside(NetworkNamespace space, params string[] arguments) =>
        ["netns", "exec", space.Name, "dotnet", Path.Combine(AppContext.BaseDirectory, "flowsensor.dll"), .. arguments, "--config", _folder.File("flowsensor.yaml")];

    private static void Tell(NetworkNamespace space, FlowStory story)
    {
        IReadOnlyList<byte[]> datagrams = story.Take();
        space.Inside(() =>
        {
            FlowStory.Send(datagrams, ExportPort);
            return Task.FromResult(0);
        });
    }

    private string Run(NetworkNamespace space, params string[] arguments) => PeerProcess.Run("ip", Inside(space, arguments));

    private string[] Incidents()
    {
        using JsonDocument document = JsonDocument.Parse(Sensor.Run(_folder.Path, "incidents", "--json").Output);
        return [.. document.RootElement.EnumerateArray().Where(static incident => Text(incident, "source") == Host).Select(static incident => Text(incident, "id"))];
    }

    private JsonElement[] Tickets()
    {
        using JsonDocument document = JsonDocument.Parse(Sensor.Run(_folder.Path, "report", "tickets", "--json").Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private string[] Events(int ticket)
    {
        using JsonDocument document = JsonDocument.Parse(Sensor.Run(_folder.Path, "report", "tickets", "show", $"{ticket}", "--json").Output);
        return [.. document.RootElement.GetProperty("events").EnumerateArray().Select(static happened => Text(happened, "event"))];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
