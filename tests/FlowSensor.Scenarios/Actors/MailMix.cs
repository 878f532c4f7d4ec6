using FlowSensor.Scenarios.Talks;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>How a sender's attempts end, how large its messages are, and whether they are encrypted.</summary>
internal sealed class MailMix
{
    private static readonly MailOutcome[] Outcomes = Enum.GetValues<MailOutcome>();

    private readonly double[] _weights = new double[Outcomes.Length];
    private readonly double _total;

    private MailMix(double[] weights, double encrypted, double medianOctets, double deviation)
    {
        _weights = weights;
        _total = weights.Sum();
        Encrypted = encrypted;
        MedianOctets = medianOctets;
        Deviation = deviation;
    }

    /// <summary>Share of encrypted sessions.</summary>
    public double Encrypted { get; }

    private double MedianOctets { get; }

    private double Deviation { get; }

    /// <summary>A mail server with care: 0.5 to 8 % unknown users, some greylisting, some dead servers.</summary>
    public static MailMix Ordinary(Draw draw) => new(
        [1, draw.LogUniform(.005, .08), 0, draw.LogUniform(.003, .08), draw.LogUniform(.0005, .02), draw.LogUniform(.001, .02), draw.LogUniform(.002, .04), draw.LogUniform(.001, .01)],
        draw.Uniform(.5, .97), draw.LogUniform(5_000, 25_000), draw.Uniform(.9, 1.5));

    /// <summary>A newsletter: a list that nobody cleaned for a while has up to an eighth of dead addresses.</summary>
    public static MailMix Newsletter(Draw draw) => new(
        [1, draw.LogUniform(.01, .14), 0, draw.LogUniform(.03, .15), draw.LogUniform(.001, .03), draw.LogUniform(.003, .03), draw.LogUniform(.005, .05), draw.LogUniform(.001, .02)],
        draw.Uniform(.7, .97), draw.LogUniform(12_000, 90_000), .15);

    /// <summary>A bot: most are blocked by their address, many recipients are guesses, some servers are long gone, and some mail gets through.</summary>
    public static MailMix Bot(Draw draw) => new(
        [draw.LogUniform(.08, .8), draw.LogUniform(.05, .5), draw.LogUniform(.002, .1), draw.LogUniform(.04, .4), draw.LogUniform(.15, 1.2), draw.LogUniform(.02, .3), draw.LogUniform(.05, .4), draw.LogUniform(.01, .15)],
        draw.LogUniform(.005, .35), draw.LogUniform(900, 9_000), draw.Uniform(.1, .7));

    /// <summary>A mail server that sends what others told it to: the address has a good name still.</summary>
    public static MailMix Misused(Draw draw) => new(
        [draw.Uniform(.3, .8), draw.LogUniform(.08, .4), draw.LogUniform(.002, .05), draw.LogUniform(.03, .2), draw.LogUniform(.02, .4), draw.LogUniform(.05, .4), draw.LogUniform(.02, .15), draw.LogUniform(.01, .05)],
        draw.Uniform(.4, .95), draw.LogUniform(1_200, 9_000), draw.Uniform(.1, .6));

    /// <summary>What strangers bring to a mail server: block lists and greylisting keep most of it out.</summary>
    public static MailMix InboundJunk(Draw draw) => new(
        [draw.Uniform(.03, .15), draw.Uniform(.1, .4), draw.LogUniform(.005, .05), draw.Uniform(.05, .3), draw.Uniform(.2, .8), draw.Uniform(.02, .1), 0, 0],
        draw.Uniform(.05, .3), 4_000, .8);

    /// <summary>A dictionary of recipients tried on one server.</summary>
    public static MailMix Dictionary(Draw draw) => new(
        [draw.Uniform(.01, .1), 1, draw.LogUniform(.001, .02), draw.LogUniform(.005, .1), draw.LogUniform(.01, .2), draw.LogUniform(.005, .05), 0, 0],
        draw.LogUniform(.01, .2), 3_000, .5);

    /// <summary>How one attempt ends.</summary>
    public MailOutcome Outcome(Draw draw)
    {
        double at = draw.Unit() * _total;
        for (int i = 0; i < _weights.Length - 1; i++)
        {
            at -= _weights[i];
            if (at < 0)
            {
                return Outcomes[i];
            }
        }

        return _weights[^1] > 0 ? Outcomes[^1] : MailOutcome.Delivered;
    }

    /// <summary>The session of one attempt.</summary>
    public TalkScript Session(Draw draw, MailOutcome outcome) =>
        MailScripts.Session(outcome, draw.LogNormal(MedianOctets, Deviation), draw.Chance(Encrypted), draw.Below(1 << 20));
}
