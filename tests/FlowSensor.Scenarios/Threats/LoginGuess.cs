using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>A stranger who tries passwords at a mail server, over one of its doors.</summary>
internal sealed class LoginGuess : ThreatActor
{
    private static readonly (ushort Port, TalkScript Script)[] Doors =
    [
        (110, MailboxScripts.Pop3Failed), (143, MailboxScripts.ImapFailed), (587, MailboxScripts.SubmissionFailed),
        (993, MailboxScripts.EncryptedFailed), (995, MailboxScripts.EncryptedFailed),
    ];

    private readonly uint _host;
    private readonly uint _server;
    private readonly (ushort Port, TalkScript Script) _door;
    private readonly double _perSecond;

    public LoginGuess(Draw draw, uint host, uint server, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _server = server;
        _door = Doors[draw.Below(Doors.Length)];
        _perSecond = draw.LogUniform(6, 240) / 60;
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(_host, ThreatKind.LoginGuessing, $"port_{_door.Port}", _server);

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            stage.Tcp(at, _host, _server, _door.Port, _door.Script, 80);
        }
    }
}
