using System.Globalization;

namespace FlowSensor.Engine.Configuration;

/// <summary>A number of octets, written with a unit: <c>32MiB</c>, <c>1GiB</c>, <c>100kB</c>, or a bare number of octets.</summary>
/// <param name="Octets">The number.</param>
public readonly record struct ByteSize(long Octets) : IComparable<ByteSize>
{
    private static readonly (string Unit, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1_000), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    /// <summary>Parses a size; units of 1024 have the <c>i</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ByteSize size)
    {
        size = default;
        text = text.Trim();
        long factor = 1;
        foreach ((string unit, long unitFactor) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                factor = unitFactor;
                text = text[..^unit.Length].TrimEnd();
                break;
            }
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number > long.MaxValue / factor)
        {
            return false;
        }

        size = new ByteSize((long)(number * factor));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Octets.CompareTo(other.Octets);

    /// <summary>The size with the largest unit that divides it.</summary>
    public override string ToString()
    {
        for (int i = 3; i >= 0; i--)
        {
            (string unit, long factor) = Units[i];
            if (Octets != 0 && Octets % factor == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Octets / factor}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Octets}B");
    }

    public static bool operator <(ByteSize left, ByteSize right) => left.Octets < right.Octets;

    public static bool operator >(ByteSize left, ByteSize right) => left.Octets > right.Octets;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Octets <= right.Octets;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Octets >= right.Octets;
}
