using System.Globalization;
using System.Text;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>A log line's fields as text by name, those that the line does not say left out.</summary>
internal static class FieldsOfLine
{
    public static Dictionary<string, string> Of(string program, string message)
    {
        byte[] name = Encoding.UTF8.GetBytes(program);
        LogEvent read = default;
        LogEventReader.Read(LogEventReader.ProgramOf(name), name, Encoding.UTF8.GetBytes(message), ref read);
        return Fields(read);
    }

    /// <summary>The fields of a whole line, with its header's.</summary>
    public static Dictionary<string, string> OfLine(string line, int year)
    {
        LogHeaderReader reader = new(new LogClock(TimeZoneInfo.Utc, year, referenceMs: 0));
        reader.Read(Encoding.UTF8.GetBytes(line), out LogHeader header);
        LogEvent read = default;
        LogEventReader.Read(LogEventReader.ProgramOf(header.Program), header.Program, header.Message, ref read);
        Dictionary<string, string> fields = Fields(read);
        fields["time"] = DateTimeOffset.FromUnixTimeMilliseconds(header.TimeMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        fields["host"] = Encoding.UTF8.GetString(header.Host);
        fields["program"] = Encoding.UTF8.GetString(header.Program);
        fields["pid"] = header.Pid.ToString(CultureInfo.InvariantCulture);
        return fields;
    }

    private static Dictionary<string, string> Fields(in LogEvent read)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["kind"] = read.Kind.ToString() };
        Add(fields, "queue", read.QueueId);
        Add(fields, "stage", read.Stage);
        Add(fields, "action", read.Action);
        Add(fields, "client_name", read.ClientName);
        Add(fields, "from", read.Sender);
        Add(fields, "to", read.Recipient);
        Add(fields, "orig_to", read.OriginalRecipient);
        Add(fields, "helo", read.Helo);
        Add(fields, "proto", read.Protocol);
        Add(fields, "message_id", read.MessageId);
        Add(fields, "relay", read.Relay);
        Add(fields, "text", read.Text);
        Add(fields, "name", read.Name);
        AddNumber(fields, "code", read.Code, 0);
        AddNumber(fields, "size", read.Size, 0);
        AddNumber(fields, "recipients", read.Recipients, 0);
        AddNumber(fields, "count", read.Count, 0);
        AddNumber(fields, "client_port", read.ClientPort, 0);
        AddNumber(fields, "delay_ms", read.DelayMs, -1);
        AddNumber(fields, "before_queue_ms", read.BeforeQueueMs, -1);
        AddNumber(fields, "in_queue_ms", read.InQueueMs, -1);
        Add(fields, "client", read.Client.IsNone ? "" : read.Client.ToString());
        Add(fields, "server", read.Server.IsNone ? "" : read.Server.ToString());
        Add(fields, "relay_address", read.RelayAddress.IsNone ? "" : read.RelayAddress.ToString());
        Add(fields, "enhanced", read.Enhanced.IsPresent ? $"{read.Enhanced.Class}.{read.Enhanced.Subject}.{read.Enhanced.Detail}" : "");
        Add(fields, "class", read.Kind == LogEventKind.Rejected ? read.RejectClass.ToString() : "");
        Add(fields, "score", read.Score == 0 ? "" : read.Score.ToString(CultureInfo.InvariantCulture));
        Add(fields, "type", read.DnsType == 0 ? "" : Protocols.Dns.DnsTypes.NameOf(read.DnsType));
        Add(fields, "marks", string.Join('+', new[] { read.IsTcp ? "tcp" : "", read.IsPop3 ? "pop3" : "", read.IsRemote ? "remote" : "", read.IsSubmission ? "submission" : "" }.Where(static mark => mark.Length > 0)));
        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string name, ReadOnlySpan<byte> value) => Add(fields, name, Encoding.UTF8.GetString(value));

    private static void Add(Dictionary<string, string> fields, string name, string value)
    {
        if (value.Length > 0)
        {
            fields[name] = value;
        }
    }

    private static void AddNumber(Dictionary<string, string> fields, string name, long value, long none)
    {
        if (value != none)
        {
            fields[name] = value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
