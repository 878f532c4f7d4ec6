using System.Text;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Output.Notifications.Channels;
using MimeKit;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class MailChannelTests
{
    private static readonly NotifyMailOptions Options = new() { Server = "192.0.2.25", From = "sensor@example.net", To = ["noc@example.net"] };

    [Fact]
    public void Compose_LineBreakInName_NoHeaderOfItsOwn()
    {
        Notice notice = new(Incidents.Change(), new NoticePlace("College\r\nBcc: everybody@example.com", "abuse@example.net"));

        string head = Write(notice).Split("\r\n\r\n")[0];

        Assert.Contains("Bcc:", head, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc:", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_NameBeyondAscii_ReadBackAsItWas()
    {
        const string Name = "Universität für angewandte Störungen, 大學網路中心";
        Notice notice = new(Incidents.Change(), new NoticePlace(Name, "abuse@example.net"));

        string text = Write(notice);
        using MimeMessage read = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(text)));

        Assert.All(text.Split("\r\n").TakeWhile(static line => line.Length > 0), static line => Assert.InRange(line.Length, 1, 90));
        Assert.Contains(Name, read.Subject, StringComparison.Ordinal);
        Assert.Contains(Name, read.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_LaterChange_NamesTheFirst()
    {
        using MimeMessage opened = Compose(Incidents.Notice());
        using MimeMessage closed = Compose(Incidents.Notice(change: IncidentChangeKind.Closed));

        Assert.Null(opened.InReplyTo);
        Assert.StartsWith(closed.InReplyTo!.Split('@')[0], opened.MessageId, StringComparison.Ordinal);
        Assert.Equal(closed.InReplyTo, Assert.Single(closed.References));
        Assert.Equal("auto-generated", closed.Headers["Auto-Submitted"]);
    }

    private static MimeMessage Compose(Notice notice)
    {
        using MailChannel channel = new(Options, "edge", TimeProvider.System);
        return channel.Compose(NoticeMessage.Of(notice, "edge"));
    }

    private static string Write(Notice notice)
    {
        using MimeMessage mail = Compose(notice);
        using MemoryStream output = new();
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        mail.Prepare(EncodingConstraint.SevenBit);
        mail.WriteTo(format, output);
        return Encoding.ASCII.GetString(output.ToArray());
    }
}
