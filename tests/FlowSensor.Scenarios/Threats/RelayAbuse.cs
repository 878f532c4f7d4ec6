using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>An own mail server that strangers send through: with a stolen password, or because it relays for everybody.</summary>
internal sealed class RelayAbuse : ThreatActor
{
    private readonly MailServerActor _server;
    private readonly MailMix _mix;
    private readonly double _perSecond;
    private readonly bool _isStolen;
    private readonly int _recipients;
    private readonly int _firstStranger;

    public RelayAbuse(Draw draw, MailServerActor server, long from, long to)
        : base(draw, from, to)
    {
        _server = server;
        _mix = MailMix.Misused(draw);

        // Three to thirty times what the server sends when it is busiest, and never less than a campaign needs.
        _perSecond = Math.Clamp(server.PerBusyHour * draw.LogUniform(3, 30), 150, 4_000) / 3600;
        _isStolen = draw.Chance(.6);
        _recipients = draw.Between(2, 30);
        _firstStranger = draw.Below(100_000);
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(_server.Address, ThreatKind.SmtpSender, _isStolen ? "stolen_account" : "open_relay");

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            if (Draw.Below(_recipients) == 0)
            {
                uint stranger = Places.WorldClient(_firstStranger + Draw.Below(12));
                TalkScript brought = _isStolen ? MailboxScripts.Submission : MailScripts.Session(MailOutcome.Delivered, 3_000, false, 3);
                stage.Tcp(at, stranger, _server.Address, _isStolen ? (ushort)587 : (ushort)25, brought, 90);
            }

            int domain = Draw.Below(Places.MailServers);
            stage.Ask(Draw, at, _server.Address, DnsName.Mail, (ulong)domain, DnsMessages.Mx, Draw.Chance(.95));
            stage.Tcp(at + 300, _server.Address, Places.MailServer(domain), 25, _mix.Session(Draw, _mix.Outcome(Draw)), Draw.Between(8, 200));
        }
    }
}
