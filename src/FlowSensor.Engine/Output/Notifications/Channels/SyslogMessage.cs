using System.Globalization;
using System.Text;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Writes messages as RFC 5424 wants them.</summary>
/// <param name="facility">Facility, 0 to 23.</param>
/// <param name="hostName">Name of this machine.</param>
/// <param name="processId">Number of this process.</param>
internal sealed class SyslogMessage(int facility, string hostName, int processId)
{
    // RFC 5426 3.2: receivers take 2048 octets.
    private const int MostOctets = 2_048, MostHostName = 255;

    // 32473 is the enterprise number for examples (RFC 5612); the project has none of its own.
    private const string DataId = "flowsensor@32473";

    private readonly string _hostName = Printable(hostName, MostHostName);

    /// <summary>The octets of a message.</summary>
    /// <param name="message">What is told.</param>
    /// <param name="time">Now.</param>
    /// <param name="isStream">Put the number of octets in front (RFC 6587 3.4.1).</param>
    public byte[] Write(NoticeMessage message, DateTimeOffset time, bool isStream)
    {
        int priority = (facility * 8) + SeverityOf(message);
        string at = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string name = message.Single is null ? "summary" : Printable(IncidentKinds.NameOf(message.Single.Incident.Kind), 32);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"<{priority}>1 {at} {_hostName} flowsensor {processId} {name} ");
        WriteData(text, message);

        // RFC 5424 6.4: UTF-8 is announced by its mark.
        string words = message.Title.ReplaceLineEndings(" ");
        text.Append(Ascii.IsValid(words) ? " " : " \uFEFF").Append(words);
        byte[] octets = Encoding.UTF8.GetBytes(text.ToString());
        int length = Cut(octets);
        return isStream ? [.. Encoding.ASCII.GetBytes($"{length.ToString(CultureInfo.InvariantCulture)} "), .. octets.AsSpan(0, length)] : octets[..length];
    }

    private static void WriteData(StringBuilder text, NoticeMessage message)
    {
        text.Append('[').Append(DataId);
        Parameter(text, "severity", message.Severity.ToString(CultureInfo.InvariantCulture));
        if (message.Single is Notice notice)
        {
            Parameter(text, "id", notice.Incident.Id);
            Parameter(text, "change", IncidentKinds.NameOf(notice.Change.Kind));
            Parameter(text, "rule", notice.Incident.Rule);
            Parameter(text, "source", notice.Incident.Source.ToString());
            Parameter(text, "role", IncidentKinds.NameOf(notice.Incident.Role));
            Parameter(text, "opened", NoticeText.Time(notice.Incident.Opened));
            Parameter(text, "handshake", IncidentKinds.NameOf(notice.Incident.Handshake));
            Parameter(text, "institution", notice.Place.Institution);
        }

        text.Append(']');
    }

    // RFC 5424 6.3.3: quotes, backslashes and closing brackets are escaped; control characters have no place in a log.
    private static void Parameter(StringBuilder text, string name, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        text.Append(' ').Append(name).Append("=\"");
        foreach (char letter in value)
        {
            if (letter is '"' or '\\' or ']')
            {
                text.Append('\\');
            }

            text.Append(char.IsControl(letter) ? ' ' : letter);
        }

        text.Append('"');
    }

    private static int SeverityOf(NoticeMessage message) => message.Single?.Change.Kind == IncidentChangeKind.Closed ? 5 : Incident.LevelOf(message.Severity) switch
    {
        IncidentLevel.Critical => 2,
        IncidentLevel.High => 3,
        IncidentLevel.Medium => 4,
        _ => 5,
    };

    private static string Printable(string value, int most)
    {
        string cleaned = new([.. value.Where(static letter => letter is > ' ' and < '\x7F').Take(most)]);
        return cleaned.Length == 0 ? "-" : cleaned;
    }

    // Not within a character.
    private static int Cut(byte[] octets)
    {
        int length = Math.Min(octets.Length, MostOctets);
        while (length < octets.Length && length > 0 && (octets[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }
}
