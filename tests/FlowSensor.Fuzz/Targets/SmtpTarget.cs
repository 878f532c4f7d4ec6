using System.Text;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Fuzz.Targets;

/// <summary>SMTP: segments of a session, each behind an octet that says whose it is, or that octets are missing.</summary>
internal sealed class SmtpTarget : FuzzTarget, ISmtpSink
{
    // Used again, as the sensor does it: what one session leaves behind must not show in the next.
    private readonly SmtpSession _session = new();
    private Observation _seen;
    private int _commands;

    /// <inheritdoc/>
    public override string Name => "smtp";

    /// <inheritdoc/>
    public override string Description => "SmtpSession, segments of both sides and gaps";

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Frames;

    /// <inheritdoc/>
    public override int LongestInput => 2_000;

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "EHLO mx.example.org\r\n", "HELO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@example.org> SIZE=1\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<b@example.net>\r\n", "DATA\r\n", "BDAT 10\r\n",
            "BDAT 0 LAST\r\n", "BDAT 9223372036854775807\r\n", "BDAT 99999999999999999999 LAST\r\n", "RSET\r\n", "QUIT\r\n", "NOOP\r\n", "STARTTLS\r\n", "AUTH PLAIN\r\n", "AUTH LOGIN AAAA\r\n",
            "VRFY a\r\n", "220 mx ESMTP\r\n", "250-a\r\n250 b\r\n", "250 2.1.0 Ok\r\n", "354 go\r\n", "334 \r\n", "235 2.7.0 ok\r\n", "421 4.3.2 bye\r\n", "450 4.2.0 greylisted\r\n",
            "550 5.1.1 <b@example.net>: User unknown\r\n", "554 5.7.1 Relay access denied\r\n", "503 5.5.1 order\r\n", "552 5.3.4 size\r\n", "\r\n.\r\n", ".\r\n", "..\r\n", "\r\n", "\n", "\r",
        }.Select(Encoding.ASCII.GetBytes),
        [0x16, 3, 1],
    ];

    /// <inheritdoc/>
    // Two lines gathered, and the queue of 512 commands, grown step by step; once.
    public override long MostAllocated(int length) => 20_000;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
    [
        .. files.Traffic.Of(Name),
        Dialogue.Input("S220 mx", "CEHLO a", "S250-a\r\n250 STARTTLS", "CMAIL FROM:<a@example.org>", "S250 2.1.0 Ok", "CRCPT TO:<b@example.net>", "S250 2.1.5 Ok", "CDATA", "S354 go", "Ctext\r\n.", "S250 2.0.0 queued", "CQUIT", "S221 bye"),
        Dialogue.Input("S220 mx", "CEHLO a\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA", "S250 a\r\n250 b\r\n550 5.1.1 unknown\r\n554 no", "CRSET", "CBDAT 3 LAST\r\nabc", "S250 ok\r\n250 ok", "CSTARTTLS", "S220 go"),
    ];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _seen = default;
        _commands = 0;
        _session.Reset(1);
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
                    _session.OnClientGap(segment.Length);
                    break;
                default:
                    _session.OnServerGap();
                    break;
            }
        }

        seen = _seen;
        seen.Status((_session.IsEncrypted ? 1 : 0) | (_session.HasLoss ? 2 : 0));
        seen.Count(_session.UnmatchedReplies);
        seen.Count(_commands);
        if (_commands > input.Length || _session.UnmatchedReplies > input.Length)
        {
            throw new PropertyException("more commands than octets");
        }
    }

    /// <inheritdoc/>
    public void OnCommand(SmtpCommand command)
    {
        _commands++;
        _seen.Add((long)command);
    }

    /// <inheritdoc/>
    public void OnReply(in SmtpExchange exchange)
    {
        _seen.Status((int)exchange.Command);
        _seen.Add(exchange.Reply.Code);
        _seen.Add((long)(exchange.SenderHash ^ exchange.RecipientHash));
        _seen.Add(exchange.AcceptedRecipients);
        _seen.Status((int)exchange.Reply.RejectClass);
    }

    /// <inheritdoc/>
    public void OnEncrypted() => _seen.Status(99);
}
