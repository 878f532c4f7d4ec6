using System.Text;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Complaints: whole messages, or one kind of report inside a message that is always sound.</summary>
/// <param name="name"><c>complaint</c> for messages, <c>arf</c>, <c>xarf</c> or <c>complaint-text</c> for what they carry.</param>
internal sealed class ComplaintTarget(string name) : FuzzTarget
{
    private const long Now = 1_795_694_400_000;
    private const int LongestSeed = 6_000;

    private const string Arf =
        "Feedback-Type: abuse\nUser-Agent: Sample/1\nVersion: 1\nSource-IP: 192.192.40.9\nReported-Domain: example.org\nArrival-Date: Tue, 12 Nov 2024 10:20:30 +0200\n"
        + "Original-Mail-From: <a@example.org>\nIncidents: 3\nAuthentication-Results: mx.example.net; spf=fail\nReceived-Date: Tue, 12 Nov 2024 10:20:30 GMT\n";

    private const string Xarf =
        """
        {"xarf_version":"4.0.0","report_id":"a","timestamp":"2024-11-12T10:20:30Z","reporter":{"org":"A","contact":"a@example.org","domain":"example.org"},
        "source_identifier":"192.192.40.9","source_port":1234,"category":"connection","type":"login_attack","evidence_source":"honeypot",
        "ReporterInfo":{"ReporterOrg":"A"},"Report":{"ReportClass":"Activity","ReportType":"Spam","Date":"2024-11-12T10:20:30Z","SourceIp":"192.192.40.9","Samples":[{"ContentType":"message/rfc822","Base64Encoded":true,"Payload":"UmVjZWl2ZWQ6IGZyb20gYQ=="}]}}
        """;

    private const string Text =
        "Dear abuse desk,\n\nyour host 192.192.40.9 attacked us at 2024-11-12 10:20:30 +0200.\n\nNov 12 10:20:30 host sshd[1]: Failed password for root from 192.192.40.9 port 22\n"
        + "Lines containing failures of 192.192.40.9\n[ SpamCop V5 ]\nReceived: from a ([192.192.40.9]) by mx.example.net with ESMTP; Tue, 12 Nov 2024 10:20:30 +0200\nip,time,port\n192.192.40.9,2024-11-12T10:20:30Z,25\n";

    private const string Head = "From: a@example.org\r\nTo: abuse@example.net\r\nSubject: abuse from 192.192.40.9\r\nDate: Tue, 12 Nov 2024 10:20:30 +0200\r\nMessage-ID: <9@example.org>\r\nMIME-Version: 1.0\r\n";

    private readonly ComplaintReader _reader = new(new ComplaintRules());

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name == "complaint" ? "ComplaintReader, a message" : $"ComplaintReader, {name} inside a message";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 6_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. $"{Arf} {Xarf.Replace("\"", " \" ", StringComparison.Ordinal)} {Text} {Head}".Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        .. new[]
        {
            "Content-Type: multipart/report; report-type=feedback-report; boundary=\"x\"\r\n", "Content-Type: message/feedback-report\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: text/rfc822-headers\r\n", "Content-Type: application/json\r\n",
            "Content-Type: text/csv\r\n", "Content-Type: text/plain; charset=nonsense\r\n", "Content-Type: text/plain; charset=utf-7\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Transfer-Encoding: x-uuencode\r\n",
            "--x\r\n", "--x--\r\n", "\r\n\r\n", "Content-Disposition: attachment; filename=\"a.json\"\r\n", "=?utf-8?b?AAAA?=", "=?x?q?=", "Received: from [192.192.40.9] by mx; ",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <inheritdoc/>
    // MimeKit's parser and buffers, text decoded several times over, lists of what was found.
    public override long MostAllocated(int length) => 2_000_000 + (2_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => name switch
    {
        "arf" => [Encoding.UTF8.GetBytes(Arf)],
        "xarf" => [Encoding.UTF8.GetBytes(Xarf), .. SeedFiles.Contents(files.Shared("abuse/xarf"), LongestSeed)],
        "complaint-text" => [Encoding.UTF8.GetBytes(Text)],
        _ =>
        [
            Inside("text/plain", Encoding.UTF8.GetBytes(Text)), Inside("application/json", Encoding.UTF8.GetBytes(Xarf)), Inside("message/feedback-report", Encoding.UTF8.GetBytes(Arf)),
            .. SeedFiles.Contents(files.Shared("abuse").Where(static file => !file.Contains("xarf", StringComparison.Ordinal)), LongestSeed),
        ],
    };

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        byte[] content = name switch
        {
            "arf" => Inside("message/feedback-report", input),
            "xarf" => Inside("application/json", input),
            "complaint-text" => Inside("text/plain", input),
            _ => input.ToArray(),
        };
        Complaint read = _reader.Read(new MailboxMessage { Place = "", Identity = "", Content = content, Length = content.Length }, Now);
        seen.Status((int)read.Kind);
        seen.Status((int)read.Category);
        seen.Count(read.Sources.Count);
        seen.Add(read.Reporter);
        seen.Add(read.Subject);
        seen.Add(read.MessageId);
        seen.Add(read.TrustedHop);
        seen.Add(read.Reason);
        seen.Add(read.Date ?? -1);
        foreach (ComplaintSource source in read.Sources)
        {
            seen.Add((long)source.Address.Low);
        }

        if (read.Sources.Count > content.Length || read.Subject.Any(char.IsControl) || read.Reporter.Any(char.IsControl) || read.MessageId.Any(char.IsControl))
        {
            throw new PropertyException("more sources than octets, or control characters in what people are shown");
        }
    }

    private static byte[] Inside(string type, ReadOnlySpan<byte> part) =>
    [
        .. Encoding.UTF8.GetBytes(
            $"{Head}Content-Type: multipart/report; report-type=feedback-report; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nabuse\r\n--x\r\nContent-Type: {type}\r\n\r\n"),
        .. part,
        .. "\r\n--x--\r\n"u8,
    ];
}
