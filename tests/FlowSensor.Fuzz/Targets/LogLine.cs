using FlowSensor.Protocols.Logs;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Reads a line and takes in all that it says.</summary>
internal static class LogLine
{
    /// <summary>Reads a line.</summary>
    public static void Read(LogHeaderReader headers, ReadOnlySpan<byte> line, ref Observation seen)
    {
        seen.Status(headers.Read(line, out LogHeader header) ? 1 : 0);
        LogProgram program = LogEventReader.ProgramOf(header.Program);
        seen.Status((int)program);
        seen.Add(header.TimeMs);
        seen.Add(header.Pid);
        seen.Add(header.Priority);
        seen.Add(header.Host);
        seen.Add(header.Program);
        seen.Add(header.Message.Length);
        LogEvent read = default;
        LogEventReader.Read(program, header.Program, header.Message, ref read);
        seen.Status((int)read.Kind);
        seen.Status((int)read.RejectClass);
        seen.Add((read.IsSubmission ? 1 : 0) | (read.IsPop3 ? 2 : 0) | (read.IsRemote ? 4 : 0) | (read.IsTcp ? 8 : 0));
        seen.Add(read.DnsType | (read.Code << 16));
        seen.Add(read.ClientPort);
        seen.Add((long)(read.Client.Low ^ read.Server.Low ^ read.RelayAddress.Low));
        seen.Add(read.Size ^ read.Recipients ^ read.Count);
        seen.Add(read.DelayMs ^ read.BeforeQueueMs ^ read.InQueueMs);
        seen.Add(BitConverter.DoubleToInt64Bits(read.Score));
        AddText(read.QueueId, line, ref seen);
        AddText(read.Stage, line, ref seen);
        AddText(read.Action, line, ref seen);
        AddText(read.ClientName, line, ref seen);
        AddText(read.Sender, line, ref seen);
        AddText(read.Recipient, line, ref seen);
        AddText(read.OriginalRecipient, line, ref seen);
        AddText(read.Helo, line, ref seen);
        AddText(read.MessageId, line, ref seen);
        AddText(read.Relay, line, ref seen);
        AddText(read.Text, line, ref seen);
        AddText(read.Name, line, ref seen);
        if (header.Priority is < -1 or > 191 || header.Pid < 0 || read.DelayMs < -1)
        {
            throw new PropertyException("a number that no line can say");
        }
    }

    private static void AddText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> line, ref Observation seen)
    {
        seen.Add(text.Length);
        seen.Add(text.IsEmpty ? 0 : text[0] + text[^1]);
        if (text.Length > Math.Max(line.Length, 64))
        {
            throw new PropertyException("a field longer than its line");
        }
    }
}
