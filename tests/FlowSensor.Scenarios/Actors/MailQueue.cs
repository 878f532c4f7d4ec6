using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>Hands messages to the world's mail servers and tries again what was put off, as RFC 5321 4.5.4.1 asks.</summary>
internal sealed class MailQueue(Draw draw, uint sender, MailMix mix)
{
    private const int MostRetries = 6, MostWaiting = 4_000;

    private readonly PriorityQueue<(int Domain, int Tries), (long Due, long Number)> _waiting = new();

    // Postfix begins with five minutes, sendmail's queue often runs every quarter or half hour.
    private readonly int _firstRetryMs = draw.Between(5, 30) * 60_000;
    private long _number;

    /// <summary>Sends a message.</summary>
    public void Send(Stage stage, long at, int domain) => Try(stage, at, domain, 0);

    /// <summary>Tries again what has become due.</summary>
    public void Retry(Stage stage, long minute)
    {
        while (_waiting.TryPeek(out (int Domain, int Tries) message, out (long Due, long Number) key) && key.Due < minute + 60_000)
        {
            _waiting.Dequeue();
            Try(stage, Math.Max(minute, key.Due), message.Domain, message.Tries);
        }
    }

    private void Try(Stage stage, long at, int domain, int tries)
    {
        if (tries == 0 && draw.Chance(0.7))
        {
            stage.Ask(draw, at, sender, DnsName.Mail, (ulong)domain, DnsMessages.Mx);
            stage.Ask(draw, at + 2, sender, DnsName.Site, (ulong)domain, DnsMessages.A);
        }

        // A greylist lets the second attempt in.
        MailOutcome outcome = tries > 0 && draw.Chance(0.85) ? MailOutcome.Delivered : mix.Outcome(draw);
        stage.Tcp(at + 200, sender, Places.MailServer(domain), 25, mix.Session(draw, outcome), draw.Between(4, 180));
        if (outcome is MailOutcome.Greylisted or MailOutcome.Unanswered && tries < MostRetries && _waiting.Count < MostWaiting)
        {
            long wait = (long)(_firstRetryMs * (1 << Math.Min(tries, 4)) * draw.Uniform(.9, 1.3));
            _waiting.Enqueue((domain, tries + 1), (at + wait, _number++));
        }
    }
}
