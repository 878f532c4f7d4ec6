using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>
/// A client machine that sends spam to servers of its controller's choice. Slow ones keep under what anybody would count in a minute, work in
/// turns and rest; fast ones send as fast as the line allows.
/// </summary>
internal sealed class SpamBot : ThreatActor
{
    private readonly uint _host;
    private readonly MailMix _mix;
    private readonly double _perSecond;
    private readonly bool _isSlow;
    private readonly int _domains;
    private readonly int _firstDomain;
    private readonly int _asks;
    private readonly double _workMinutes;
    private readonly double _restMinutes;
    private long _turnEnds;
    private bool _works;

    public SpamBot(Draw draw, uint host, bool isSlow, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _isSlow = isSlow;
        _mix = MailMix.Bot(draw);
        _perSecond = (isSlow ? draw.LogUniform(12, 150) : draw.LogUniform(300, 12_000)) / 3600;
        _domains = (int)draw.LogUniform(60, Places.MailServers);
        _firstDomain = draw.Below(Places.MailServers);
        _asks = draw.Below(3);
        _workMinutes = draw.LogUniform(15, 240);
        _restMinutes = draw.LogUniform(5, 60);
        _turnEnds = from;
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(_host, ThreatKind.SmtpSender, _isSlow ? "slow_bot" : "burst_bot");

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        if (_isSlow && begin >= _turnEnds)
        {
            _works = !_works;
            _turnEnds = begin + (long)(60_000 * Draw.Exponential(_works ? _workMinutes : _restMinutes));
        }

        if (_isSlow && !_works)
        {
            return;
        }

        foreach (long at in Spread(_perSecond, begin, end))
        {
            // Recipients are sorted by nothing: all domains are as likely.
            int domain = _firstDomain + Draw.Below(_domains);
            if (_asks == 1)
            {
                stage.Ask(Draw, at, _host, DnsName.Mail, (ulong)domain, DnsMessages.Mx, Draw.Chance(.93));
            }
            else if (_asks == 2)
            {
                stage.Question(at, _host, Places.NameServer(4_000), DnsName.Mail, (ulong)domain, DnsMessages.Mx, Draw.Chance(.93), 24, 30);
            }

            stage.Tcp(at + 100, _host, Places.MailServer(domain), 25, _mix.Session(Draw, _mix.Outcome(Draw)), Draw.Between(10, 250));
        }
    }
}
