using System.Text;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.Tests.Smtp;

/// <summary>
/// A session written down as lines: "C: " or "S: " and the text, \r\n added; what the session finds is written down in the same order.
/// </summary>
internal sealed class SmtpTranscript : ISmtpSink
{
    internal SmtpSession Session { get; } = new();

    internal List<SmtpCommand> Commands { get; } = [];

    internal List<SmtpExchange> Replies { get; } = [];

    internal int Encrypted { get; private set; }

    internal int MessagesAccepted => Replies.Count(static reply => reply.IsMessageAccepted);

    internal static SmtpTranscript Of(string lines, int segment = int.MaxValue)
    {
        SmtpTranscript transcript = new();
        transcript.Session.Reset(1);
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] octets = Encoding.Latin1.GetBytes(line[3..].Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n");
            transcript.Feed(line[0] == 'C', octets, segment);
        }

        return transcript;
    }

    internal void Feed(bool fromClient, ReadOnlySpan<byte> octets, int segment)
    {
        while (!octets.IsEmpty)
        {
            ReadOnlySpan<byte> part = octets[..Math.Min(segment, octets.Length)];
            octets = octets[part.Length..];
            if (fromClient)
            {
                Session.OnClient(part, this);
            }
            else
            {
                Session.OnServer(part, this);
            }
        }
    }

    internal int Count(SmtpCommand command) => Commands.Count(sent => sent == command);

    internal string Answers() => string.Join(' ', Replies.Select(static reply => $"{reply.Command}:{reply.Reply.Code}"));

    public void OnCommand(SmtpCommand command) => Commands.Add(command);

    public void OnReply(in SmtpExchange exchange) => Replies.Add(exchange);

    public void OnEncrypted() => Encrypted++;
}
