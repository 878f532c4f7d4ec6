using System.Text;
using FlowSensor.Protocols.MailAccess;

namespace FlowSensor.Protocols.Tests.MailAccess;

/// <summary>A mailbox session written down as lines ("C: ", "S: ", "|" for a line end), and what was found in it.</summary>
internal sealed class MailAccessTranscript : IMailAccessSink
{
    private readonly List<string> _found = [];
    private int _commands;

    internal static string Of(IMailAccessSession session, string lines, int segment)
    {
        MailAccessTranscript found = new();
        session.Reset();
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] octets = Encoding.ASCII.GetBytes(line[3..].Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n");
            for (int at = 0; at < octets.Length; at += segment)
            {
                ReadOnlySpan<byte> part = octets.AsSpan(at, Math.Min(segment, octets.Length - at));
                if (line[0] == 'C')
                {
                    session.OnClient(part, found);
                }
                else
                {
                    session.OnServer(part, found);
                }
            }
        }

        return string.Join(' ', [.. found._found, $"commands:{found._commands}"]);
    }

    public void OnCommand() => _commands++;

    public void OnLogin(bool accepted) => _found.Add(accepted ? "login:1" : "login:0");

    public void OnEncrypted() => _found.Add("encrypted");
}
