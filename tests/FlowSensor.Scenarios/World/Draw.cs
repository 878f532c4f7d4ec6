using FlowSensor.Generator;

namespace FlowSensor.Scenarios.World;

/// <summary>Draws from the distributions that traffic follows; the same seed gives the same draws everywhere.</summary>
internal sealed class Draw(ulong seed)
{
    private const double Unit53 = 1.0 / (1UL << 53);

    // Above this mean a normal number rounds to what a Poisson number would be.
    private const double PoissonByNormal = 40;

    private SeededRandom _random = new(SeededRandom.Mix(seed + 0x51ED));

    /// <summary>64 random bits.</summary>
    public ulong Bits() => _random.Next();

    /// <summary>Independent draws, so that one actor's choices never change another's.</summary>
    public Draw Child(ulong salt) => new(SeededRandom.Mix(seed ^ SeededRandom.Mix(salt + 1)));

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (_random.Next() >> 11) * Unit53;

    /// <summary>From 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)_random.Below((uint)Math.Max(1, limit));

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Unit());

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Every order of magnitude as likely as another: what is not known better than by its limits.</summary>
    public double LogUniform(double low, double high) => low * Math.Exp(Math.Log(high / low) * Unit());

    /// <summary>Log-normal by its median and the deviation of its logarithm.</summary>
    public double LogNormal(double median, double deviation) => median * Math.Exp(deviation * Normal());

    /// <summary>Waiting times without memory.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>Events in a span that has this many on average.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0)
        {
            return 0;
        }

        if (mean > PoissonByNormal)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        double limit = Math.Exp(-mean);
        double product = Unit();
        int events = 0;
        while (product > limit)
        {
            product *= Unit();
            events++;
        }

        return events;
    }

    /// <summary>A rank below <paramref name="count"/>, low ranks far more often (density 1/rank).</summary>
    public int Popular(int count) => Math.Min(count - 1, (int)LogUniform(1, count + 1) - 1);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());
}
