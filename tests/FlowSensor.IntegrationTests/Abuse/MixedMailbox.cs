using System.Globalization;
using System.Net;
using System.Text;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>
/// A mailbox of complaints in every form, each about one host, with clocks that are wrong by up to the stated skew, some without a zone,
/// and mails between them that complain about nobody.
/// </summary>
/// <param name="seed">Of everything that varies.</param>
/// <param name="skew">How far clocks are wrong at most.</param>
internal sealed class MixedMailbox(int seed, TimeSpan skew)
{
    private static readonly string[] Forms = ["plain", "sample", "pasted", "arf", "xarf4", "xarf3", "xarf02", "fail2ban", "spamcop", "table"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _mbox = new();

    /// <summary>Host of each complaint, by the subject it was given.</summary>
    public Dictionary<string, string> Hosts { get; } = [];

    /// <summary>The mailbox.</summary>
    public string Text => _mbox.ToString();

    /// <summary>Adds a complaint about a host that was seen at a time.</summary>
    public void Add(string host, DateTimeOffset seen)
    {
        DateTimeOffset said = seen + TimeSpan.FromSeconds(((_random.NextDouble() * 2) - 1) * skew.TotalSeconds);
        string form = Forms[Hosts.Count % Forms.Length];
        string id = string.Create(CultureInfo.InvariantCulture, $"{form}-{Hosts.Count}");
        Hosts.Add(id, host);
        Append(id, seen.AddHours(2), form switch
        {
            "plain" => Plain(host, said),
            "sample" => Multipart("mixed", ("text/plain", "Please stop this."), ("message/rfc822", Spam(host, said))),
            "pasted" => $"Content-Type: text/plain\n\nI got this:\n\n{Quoted(Spam(host, said))}",
            "arf" => Multipart("report; report-type=feedback-report", ("text/plain", "A report."), ("message/feedback-report", $"Feedback-Type: abuse\nUser-Agent: Test/1.0\nVersion: 1\nSource-IP: {host}\nArrival-Date: {Mail(said)}"), ("message/rfc822", Spam("203.0.113.250", said))),
            "xarf4" => Multipart("mixed", ("text/plain", "See the attachment."), ("application/json", $$"""{"xarf_version":"4.2.0","category":"messaging","type":"spam","timestamp":"{{Iso(said)}}","source_identifier":"{{host}}","source_port":4711}""")),
            "xarf3" => Multipart("mixed", ("text/plain", "See the attachment."), ("application/json", $$"""{"Version":"3.0.0","Report":{"ReportClass":"Activity","ReportType":"Spam","Date":"{{Iso(said)}}","Source":{"IP":"{{host}}","Port":25} } }""")),
            "xarf02" => "X-XARF: PLAIN\n" + Multipart("mixed", ("text/plain", "An abuse report."), ("text/plain; name=report.txt", $"---\nCategory: abuse\nReport-Type: spam\nSource: {host}\nDate: {Mail(said)}")),
            "fail2ban" => $"Content-Type: text/plain\n\nThe IP {host} has just been banned by Fail2Ban.\nLines:\n{said.ToString("MMM dd HH:mm:ss", CultureInfo.InvariantCulture)} gate sshd[1]: Failed password for root from {host} port 50001 ssh2\n",
            "spamcop" => $"Content-Type: text/plain\n\n[ SpamCop V5 ]\nEmail from {host} / {Mail(said)}\n[ Offending message ]\nReceived: from x ([203.0.113.250]) by y\n",
            _ => Multipart("mixed", ("text/plain", "Infected hosts."), ("text/csv", $"\"timestamp\",\"ip\",\"port\"\n\"{said.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC\",\"{host}\",\"25\"")),
        }, form);
    }

    /// <summary>Adds a mail that complains about nobody.</summary>
    public void AddOther(int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"other-{number}");
        Append(id, DateTimeOffset.UnixEpoch.AddYears(56), (number % 3) switch
        {
            0 => Multipart("report; report-type=delivery-status", ("text/plain", "Not delivered to 203.0.113.250."), ("message/delivery-status", "Reporting-MTA: dns; mx.example.org")),
            1 => Multipart("mixed", ("text/plain", "A report."), ("application/gzip; name=\"a!b!1!2.xml.gz\"", "AAAA")),
            _ => "Auto-Submitted: auto-replied\nContent-Type: text/plain\n\nI am away.",
        }, "other");
    }

    private void Append(string id, DateTimeOffset written, string rest, string form)
    {
        string from = form == "spamcop" ? "1@reports.spamcop.net" : "desk@example.org";
        string about = form == "fail2ban" ? $"[Fail2Ban] sshd: banned {Hosts[id]} from gate" : $"report {id}";
        _mbox.Append(CultureInfo.InvariantCulture, $"From {from} Thu Nov 26 10:00:00 2026\n")
            .Append(CultureInfo.InvariantCulture, $"From: {from}\nMessage-ID: <{id}@example.org>\nSubject: {about}\nDate: {Mail(written)}\nMIME-Version: 1.0\n")
            .Append(rest).Append("\n\n");
    }

    private static string Plain(string host, DateTimeOffset said)
    {
        string written = IPAddress.Parse(host).AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? host.Replace(".", "[.]", StringComparison.Ordinal) : host;
        return $"Content-Type: text/plain\n\nDear desk,\n\nyour host {written} sent spam to 203.0.113.9 at {Iso(said)}.\n";
    }

    private static string Spam(string host, DateTimeOffset said) =>
        $"Received: from helo.example (unknown [{(host.Contains(':', StringComparison.Ordinal) ? "IPv6:" : "")}{host}])\n\tby mx.example.org (Postfix) with ESMTP id 1;\n\t{Mail(said)}\nReceived: from forged ([203.0.113.250]) by forged; {Mail(said)}\nFrom: a@example.com\nSubject: offer\n\nbuy from 203.0.113.251\n";

    private static string Quoted(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(static line => $"> {line}"));

    private static string Multipart(string type, params ReadOnlySpan<(string Type, string Content)> parts)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/{type}; boundary=\"=_b\"\n\n");
        foreach ((string partType, string content) in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"--=_b\nContent-Type: {partType}\n\n{content}\n");
        }

        return text.Append("--=_b--\n").ToString();
    }

    private static string Mail(DateTimeOffset time) => time.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
