using System.Text;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Output.Notifications.Channels;

namespace FlowSensor.Engine.Tests.Notifications;

public sealed class SyslogMessageTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Incidents.Time);

    [Fact]
    public void Write_Notice_HeaderDataAndWords()
    {
        string text = Write(Incidents.Notice());

        Assert.StartsWith("<131>1 2026-03-02T00:01:00.000Z edge flowsensor 77 smtp_sender [flowsensor@32473 severity=\"75\" id=\"smtp_sender-192.0.2.7\" change=\"opened\"", text, StringComparison.Ordinal);
        Assert.EndsWith("] high: smtp_sender opened, 192.0.2.7 of Example College", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quote", "a\"b", "institution=\"a\\\"b\"")]
    [InlineData("bracket and backslash", "a]\\b", "institution=\"a\\]\\\\b\"")]
    [InlineData("line break", "a\nb", "institution=\"a b\"")]
    public void Write_ValueThatCouldBreakOut_Escaped(string what, string institution, string expected)
    {
        Assert.NotEmpty(what);
        string text = Write(Incidents.Notice() with { Place = new NoticePlace(institution, "") });

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Write_LongWordsOverStream_CutBetweenCharactersAndCounted()
    {
        NoticeMessage message = NoticeMessage.Of(Incidents.Notice() with { Place = new NoticePlace(new string('ü', 3_000), "") }, "edge");
        byte[] octets = new SyslogMessage(16, "edge", 77).Write(message, Now, isStream: true);

        int space = Array.IndexOf(octets, (byte)' ');
        int counted = int.Parse(Encoding.ASCII.GetString(octets, 0, space), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(octets.Length - space - 1, counted);
        Assert.InRange(counted, 2_000, 2_048);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(octets));
    }

    [Fact]
    public void Write_Closed_Notice() =>
        Assert.StartsWith("<133>1 ", Write(Incidents.Notice(change: IncidentChangeKind.Closed)), StringComparison.Ordinal);

    private static string Write(Notice notice) =>
        Encoding.UTF8.GetString(new SyslogMessage(16, "edge", 77).Write(NoticeMessage.Of(notice, "edge"), Now, isStream: false));
}
