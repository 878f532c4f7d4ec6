using System.Text;

namespace FlowSensor.Protocols.Influx;

/// <summary>
/// What is escaped in a place of a line, and what gets a stand-in: control characters (servers that split at every newline would break a
/// line at one within quotes), and in names a backslash that would escape what follows it, for which there is no escape that all servers read alike.
/// </summary>
internal sealed class LineText
{
    /// <summary>Octets of one name or text at most, escapes included; the rest is cut off.</summary>
    public const int MostOctets = 1024;

    private const int Backslash = '\\';

    private readonly string _escaped;
    private readonly bool _isName;

    private LineText(string escaped, bool isName)
    {
        _escaped = escaped;
        _isName = isName;
    }

    /// <summary>Name of a measurement.</summary>
    public static LineText Measurement { get; } = new(", ", isName: true);

    /// <summary>Keys, and values of tags.</summary>
    public static LineText Key { get; } = new(",= ", isName: true);

    /// <summary>Keys of fields: among values, a quote would begin a text.</summary>
    public static LineText FieldKey { get; } = new(",= ", isName: true);

    /// <summary>A text in quotes.</summary>
    public static LineText Quoted { get; } = new("\"\\", isName: false);

    /// <summary>True when a backslash goes in front.</summary>
    public bool Escapes(Rune rune) => rune.IsAscii && _escaped.Contains((char)rune.Value, StringComparison.Ordinal);

    /// <summary>The character itself, or what is written in its place.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="next">What follows: a UTF-16 unit or an octet, enough to tell ASCII; null at the end.</param>
    /// <param name="isFirst">It is the first of its text.</param>
    public Rune StandIn(Rune rune, int? next, bool isFirst)
    {
        if (Rune.IsControl(rune))
        {
            return Rune.ReplacementChar;
        }

        if (!_isName)
        {
            return rune;
        }

        if (rune.Value == Backslash)
        {
            return next is null or Backslash or ',' or '=' or ' ' or '"' ? new Rune('/') : rune;
        }

        // A line that begins with a hash is a comment.
        bool means = (isFirst && rune.Value == '#' && ReferenceEquals(this, Measurement)) || (rune.Value == '"' && ReferenceEquals(this, FieldKey));
        return means ? Rune.ReplacementChar : rune;
    }
}
