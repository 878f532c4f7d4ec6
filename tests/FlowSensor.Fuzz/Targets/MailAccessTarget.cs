using System.Text;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.MailAccess;

namespace FlowSensor.Fuzz.Targets;

/// <summary>POP3 or IMAP: segments of a session, as for SMTP.</summary>
/// <param name="name"><c>pop3</c> or <c>imap</c>.</param>
internal sealed class MailAccessTarget(string name) : FuzzTarget, IMailAccessSink
{
    // Used again, as the sensor does it: what one session leaves behind must not show in the next.
    private readonly IMailAccessSession _session = name == "pop3" ? new Pop3Session() : new ImapSession();
    private Observation _seen;
    private int _events;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => $"{(name == "pop3" ? nameof(Pop3Session) : nameof(ImapSession))}, segments of both sides and gaps";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 2_000;

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. (name == "pop3"
            ? new[] { "USER a\r\n", "PASS b\r\n", "APOP a 0\r\n", "AUTH PLAIN\r\n", "AUTH\r\n", "STLS\r\n", "CAPA\r\n", "LIST\r\n", "LIST 1\r\n", "UIDL\r\n", "RETR 1\r\n", "TOP 1 0\r\n", "QUIT\r\n", "+OK\r\n", "-ERR no\r\n", "+ \r\n", ".\r\n" }
            : ["a1 LOGIN a b\r\n", "a2 AUTHENTICATE PLAIN\r\n", "a3 STARTTLS\r\n", "a4 LOGIN {3}\r\n", "{3+}\r\n", "{99999999999}\r\n", "{9999999999}\r\n", "a1 OK\r\n", "a1 NO\r\n", "a1 BAD\r\n", "* OK ready\r\n", "* 1 FETCH (BODY {10}\r\n", "+ \r\n", "a5 NOOP\r\n"])
            .Select(Encoding.ASCII.GetBytes),
        [0x16, 3, 1],
    ];

    /// <inheritdoc/>
    public override long MostAllocated(int length) => 4_000;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
    [
        .. files.Traffic.Of(Name),
        name == "pop3"
            ? Dialogue.Input("S+OK ready", "CUSER a", "S+OK", "CPASS b", "S+OK in", "CLIST", "S+OK\r\n1 20\r\n.", "CRETR 1", "S+OK\r\ntext\r\n.", "CAUTH PLAIN", "S+ ", "Cabc=", "S-ERR", "CSTLS", "S+OK")
            : Dialogue.Input("S* OK ready", "Ca1 LOGIN {3}", "S+ go", "Cjoe {4}", "S+ go", "Cpass", "Sa1 OK in", "Ca2 AUTHENTICATE PLAIN", "S+ ", "Cabc=", "Sa2 NO", "Ca3 STARTTLS", "Sa3 OK"),
    ];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _seen = default;
        _events = 0;
        _session.Reset();
        Frames frames = new(input);
        while (frames.TryNext(out ReadOnlySpan<byte> segment))
        {
            if (segment.IsEmpty)
            {
                continue;
            }

            switch (segment[0] & 3)
            {
                case 0:
                    _session.OnClient(segment[1..], this);
                    break;
                case 1:
                    _session.OnServer(segment[1..], this);
                    break;
                case 2:
                    _session.OnClientGap();
                    break;
                default:
                    _session.OnServerGap();
                    break;
            }
        }

        seen = _seen;
        seen.Status(_session.IsEncrypted ? 1 : 0);
        seen.Count(_events);
        if (_events > input.Length)
        {
            throw new PropertyException("more commands and logins than octets");
        }
    }

    /// <inheritdoc/>
    public void OnCommand() => _events++;

    /// <inheritdoc/>
    public void OnLogin(bool accepted)
    {
        _events++;
        _seen.Status(accepted ? 2 : 3);
    }

    /// <inheritdoc/>
    public void OnEncrypted() => _seen.Status(4);
}
