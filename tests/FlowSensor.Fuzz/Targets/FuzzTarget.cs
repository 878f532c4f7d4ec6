using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Fuzz.Targets;

/// <summary>One decoder or parser, and what inputs for it look like.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is run, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>How inputs are built, which decides how they are changed.</summary>
    public virtual InputForm Form => InputForm.Octets;

    /// <summary>Octets of the longest input made.</summary>
    public virtual int LongestInput => 1_500;

    /// <summary>Share of the time where the time decides; more for what anyone on the network can send to, or past, the sensor.</summary>
    public virtual int Weight => 1;

    /// <summary>Words, numbers and structures that mean something here.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    /// <summary>Octets that an execution may allocate for an input of a length.</summary>
    public abstract long MostAllocated(int length);

    /// <summary>Inputs to start from.</summary>
    public abstract IEnumerable<byte[]> Seeds(SeedFiles files);

    /// <summary>Makes lengths and checksums right again after a change, so that what lies behind them is reached too.</summary>
    public virtual void Repair(Span<byte> input)
    {
    }

    /// <summary>Runs an input with fresh state. Throws what it must not throw.</summary>
    public abstract void Run(ReadOnlySpan<byte> input, ref Observation seen);
}
