using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>Tells a log file by its first octets, which a growing file never changes: lines begin with a time, so files differ there.</summary>
/// <param name="Length">How many octets it was made of.</param>
/// <param name="Hash">Their hash.</param>
public readonly record struct FilePrint(int Length, ulong Hash)
{
    /// <summary>Octets looked at.</summary>
    public const int MaxLength = 1_024;

    /// <summary>The print of octets.</summary>
    public static FilePrint Of(ReadOnlySpan<byte> octets)
    {
        octets = octets[..Math.Min(octets.Length, MaxLength)];
        return new FilePrint(octets.Length, octets.IsEmpty ? 0 : WordHash.Of(octets));
    }

    /// <summary>True when a file that begins with these octets is the one that the print was made of, grown perhaps.</summary>
    public bool Fits(ReadOnlySpan<byte> beginning) => beginning.Length >= Length && Of(beginning[..Length]) == this;
}
