using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>Very many strangers try names at one own mail server: accesses and its DNS queries rise, what it accepts does not.</summary>
internal sealed class MailAttack(Draw draw, MailServerActor server, long from, long to) : ThreatActor(draw, from, to)
{
    private readonly MailMix _mix = MailMix.Dictionary(draw);

    // The published days had 2.5 and 5 times the usual queries.
    private readonly double _perSecond = Math.Clamp(server.TakenPerBusyHour * draw.LogUniform(2.5, 10), 120, 3_000) / 3600;
    private readonly int _strangers = (int)draw.LogUniform(20, 4_000);
    private readonly int _firstStranger = draw.Between(50_000, 390_000);

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(server.Address, ThreatKind.MailAttack, "dictionary");

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            server.Receive(stage, at, Places.WorldClient(_firstStranger + Draw.Below(_strangers)), _mix, listed: .4);
        }
    }
}
