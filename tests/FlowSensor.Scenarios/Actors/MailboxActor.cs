using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>People who read and submit mail at a server, and a few devices whose password was changed years ago.</summary>
internal sealed class MailboxActor(Draw draw, uint server) : Actor
{
    private readonly double _perHour = draw.LogUniform(20, 200);
    private readonly int _people = draw.Between(20, 200);
    private readonly int _firstPerson = draw.Below(2_000);

    // Minutes between two attempts of each forgotten device.
    private readonly int[] _forgotten = [.. Enumerable.Range(0, draw.Between(0, 3)).Select(_ => (int)Math.Round(draw.LogUniform(1, 20)))];

    /// <inheritdoc/>
    public override void Act(Stage stage, long minute)
    {
        double activity = (stage.Calendar.Activity(ActivityCurve.Office, minute) * .6) + (stage.Calendar.Activity(ActivityCurve.Home, minute) * .4);
        for (int sessions = draw.Poisson(_perHour * activity / 60); sessions > 0; sessions--)
        {
            int person = draw.Popular(_people);
            uint client = draw.Chance(.6) ? Places.OwnClient(_firstPerson + person) : Places.WorldClient(1_000_000 + _firstPerson + person);
            (ushort port, TalkScript script) = draw.Below(10) switch
            {
                < 5 => ((ushort)993, MailboxScripts.Encrypted),
                5 => ((ushort)995, MailboxScripts.Encrypted),
                6 => ((ushort)110, draw.Chance(.03) ? MailboxScripts.Pop3Failed : MailboxScripts.Pop3),
                7 => ((ushort)465, MailboxScripts.Submission),
                8 => ((ushort)587, draw.Chance(.03) ? MailboxScripts.SubmissionFailed : MailboxScripts.Submission),
                _ => ((ushort)143, draw.Chance(.2) ? MailboxScripts.ImapFailed : MailboxScripts.Encrypted),
            };
            stage.Tcp(minute + draw.Below(MinuteMs), client, server, port, script, draw.Between(2, 60));
        }

        for (int device = 0; device < _forgotten.Length; device++)
        {
            if (minute / MinuteMs % _forgotten[device] == 0)
            {
                stage.Tcp(minute + draw.Below(MinuteMs), Places.OwnClient(3_000 + _firstPerson + device), server, 143, MailboxScripts.ImapFailed, 5);
            }
        }
    }
}
