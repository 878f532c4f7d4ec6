using System.Text;
using FlowSensor.Engine.Output.Mail;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class MailWriterTests
{
    [Fact]
    public void Write_LineBreakInSubject_NoHeaderOfItsOwn()
    {
        string text = Write(Mail() with { Subject = "spam\r\nBcc: everybody@example.com" });

        Assert.Contains("Subject: spam  Bcc: everybody@example.com\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SubjectBeyondAscii_EncodedWordsOfAllowedLength()
    {
        const string Subject = "Universität für angewandte Störungen und überaus lange Überschriften, 大學網路中心";

        string[] lines = Write(Mail() with { Subject = Subject }).Split("\r\n");

        string[] words = [.. lines.SkipWhile(static line => !line.StartsWith("Subject:", StringComparison.Ordinal)).TakeWhile(static line => line.StartsWith("Subject:", StringComparison.Ordinal) || line[0] == ' ')];
        string decoded = string.Concat(words.Select(static line => line[(line.IndexOf("?B?", StringComparison.Ordinal) + 3)..^2]).Select(static word => Encoding.UTF8.GetString(Convert.FromBase64String(word))));
        Assert.Equal(Subject, decoded);
        Assert.All(words, static line => Assert.InRange(line.Length, 1, 90));
    }

    [Fact]
    public void Write_PartsAndText_OneBoundaryBetweenThem()
    {
        string text = Write(Mail() with
        {
            Container = "multipart/report; report-type=feedback-report",
            Parts =
            [
                new MailPart("message/feedback-report", null, Encoding.ASCII.GetBytes("Feedback-Type: abuse\nVersion: 1\n"), IsText: true),
                new MailPart("application/json", "xarf\r\n.json", Encoding.ASCII.GetBytes("{}")),
            ],
        });

        int at = text.IndexOf("boundary=\"", StringComparison.Ordinal) + 10;
        string boundary = text[at..text.IndexOf('"', at)];
        Assert.Equal(4, text.Split($"\r\n--{boundary}").Length - 1);
        Assert.Contains("Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("filename=\"xarf.json\"", text, StringComparison.Ordinal);
        Assert.EndsWith($"--{boundary}--\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TextBeyondAscii_Base64InShortLines()
    {
        string text = Write(Mail() with { Text = string.Concat(Enumerable.Repeat("größer als üblich ", 200)) });

        Assert.Contains("Content-Transfer-Encoding: base64\r\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), static line => Assert.InRange(line.Length, 0, 78));
    }

    [Fact]
    public void Write_Continuation_NamesTheFirst()
    {
        string text = Write(Mail() with { Id = "a.closed", Continues = "a.opened" });

        Assert.Contains("Message-ID: <a.closed@example.net>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("In-Reply-To: <a.opened@example.net>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Date: Mon, 02 Mar 2026 00:01:00 +0000\r\n", text, StringComparison.Ordinal);
    }

    private static OutgoingMail Mail() => new()
    {
        From = "sensor@example.net",
        To = ["noc@example.net"],
        Subject = "incident",
        Text = "A line.\n",
        Date = DateTimeOffset.FromUnixTimeMilliseconds(Incidents.Time),
        Id = "id",
    };

    private static string Write(OutgoingMail mail) => Encoding.ASCII.GetString(MailWriter.Write(mail));
}
