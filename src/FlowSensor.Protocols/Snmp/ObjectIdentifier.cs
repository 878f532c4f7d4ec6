using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace FlowSensor.Protocols.Snmp;

/// <summary>An object identifier as its arcs, ordered as SNMP walks the tree (RFC 3416 2, at most 128 arcs of 32 bits).</summary>
public readonly struct ObjectIdentifier : IEquatable<ObjectIdentifier>, IComparable<ObjectIdentifier>
{
    /// <summary>Most arcs that an SNMP object name may have (RFC 2578 3.5).</summary>
    public const int MaximumArcs = 128;

    private readonly uint[]? _arcs;

    /// <summary>Takes over the arcs; the array must not be changed afterwards.</summary>
    public ObjectIdentifier(uint[] arcs) => _arcs = arcs;

    /// <summary>The arcs.</summary>
    public ReadOnlySpan<uint> Arcs => _arcs;

    /// <summary>Number of arcs.</summary>
    public int Length => _arcs?.Length ?? 0;

    /// <summary>True when this name lies under (or is) the given one.</summary>
    public bool StartsWith(ObjectIdentifier root) => Arcs.StartsWith(root.Arcs);

    /// <summary>The name with further arcs behind it.</summary>
    public ObjectIdentifier Append(params ReadOnlySpan<uint> more) => new([.. Arcs, .. more]);

    /// <summary>Parses <c>1.3.6.1.2.1</c>, with or without a leading dot.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ObjectIdentifier name)
    {
        name = default;
        if (text.StartsWith("."))
        {
            text = text[1..];
        }

        var arcs = new uint[text.Count('.') + 1];
        if (arcs.Length > MaximumArcs)
        {
            return false;
        }

        int count = 0;
        foreach (Range part in text.Split('.'))
        {
            if (!uint.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out arcs[count++]))
            {
                return false;
            }
        }

        if (arcs.Length < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39))
        {
            return false;
        }

        name = new ObjectIdentifier(arcs);
        return true;
    }

    /// <summary>Parses a name that is known to be one.</summary>
    /// <exception cref="FormatException">The text is no object identifier.</exception>
    public static ObjectIdentifier Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out ObjectIdentifier name) ? name : throw new FormatException($"'{text}' is not an object identifier.");

    /// <inheritdoc/>
    public int CompareTo(ObjectIdentifier other) => Arcs.SequenceCompareTo(other.Arcs);

    /// <inheritdoc/>
    public bool Equals(ObjectIdentifier other) => Arcs.SequenceEqual(other.Arcs);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ObjectIdentifier other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (uint arc in Arcs)
        {
            hash.Add(arc);
        }

        return hash.ToHashCode();
    }

    /// <summary>The arcs in decimal, joined by dots, without a leading dot.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Length * 4);
        foreach (uint arc in Arcs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : ".")}{arc}");
        }

        return text.ToString();
    }

    public static bool operator ==(ObjectIdentifier left, ObjectIdentifier right) => left.Equals(right);

    public static bool operator !=(ObjectIdentifier left, ObjectIdentifier right) => !left.Equals(right);

    public static bool operator <(ObjectIdentifier left, ObjectIdentifier right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectIdentifier left, ObjectIdentifier right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectIdentifier left, ObjectIdentifier right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectIdentifier left, ObjectIdentifier right) => left.CompareTo(right) >= 0;
}
