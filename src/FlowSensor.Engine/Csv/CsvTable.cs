using System.Text;

namespace FlowSensor.Engine.Csv;

/// <summary>
/// Reads CSV (RFC 4180) with a header line, row by row. Header names are compared by their letters only, so <c>Next Hop</c>,
/// <c>next_hop</c> and <c>NextHop</c> are one column. Lines that start with # and empty lines are passed over.
/// </summary>
internal sealed class CsvTable
{
    private readonly TextReader _text;
    private readonly Dictionary<string, int> _columns = [];
    private readonly List<string> _fields = [];
    private int _physicalLine;

    /// <summary>Reads the header line.</summary>
    internal CsvTable(TextReader text)
    {
        _text = text;
        if (Read())
        {
            for (int i = 0; i < _fields.Count; i++)
            {
                _columns.TryAdd(Letters(_fields[i]), i);
            }
        }
    }

    /// <summary>Line, from 1, on which the current row starts.</summary>
    internal int Line { get; private set; }

    /// <summary>Names of the columns as letters in lower case.</summary>
    internal IReadOnlyCollection<string> Columns => _columns.Keys;

    /// <summary>True when the current row's last quoted field has no end.</summary>
    internal bool IsUnterminated { get; private set; }

    /// <summary>Goes to the next row.</summary>
    internal bool Read()
    {
        while (_text.ReadLine() is string line)
        {
            Line = ++_physicalLine;
            if (line.Length > 0 && line[0] != '#')
            {
                Split(line);
                return true;
            }
        }

        return false;
    }

    /// <summary>The trimmed field of the first of the columns that exists; empty when none does or the row is short.</summary>
    internal string Field(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_columns.TryGetValue(name, out int column))
            {
                return column < _fields.Count ? _fields[column] : "";
            }
        }

        return "";
    }

    private static string Letters(string header) => new([.. header.Where(char.IsLetter).Select(char.ToLowerInvariant)]);

    // A quoted field may hold commas, doubled quotes and line ends.
    private void Split(string line)
    {
        _fields.Clear();
        IsUnterminated = false;
        var field = new StringBuilder();
        bool quoted = false;
        bool wasQuoted = false;
        bool isBlank = true;
        for (int i = 0; ; i++)
        {
            if (i >= line.Length)
            {
                if (!quoted)
                {
                    break;
                }

                if (_text.ReadLine() is not string more)
                {
                    IsUnterminated = true;
                    break;
                }

                _physicalLine++;
                field.Append('\n');
                line = more;
                i = -1;
                continue;
            }

            char c = line[i];
            if (quoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && !wasQuoted && isBlank)
            {
                field.Clear();
                quoted = true;
                wasQuoted = true;
            }
            else if (c == ',')
            {
                _fields.Add(field.ToString().Trim());
                field.Clear();
                wasQuoted = false;
                isBlank = true;
            }
            else
            {
                field.Append(c);
                isBlank &= char.IsWhiteSpace(c);
            }
        }

        _fields.Add(field.ToString().Trim());
    }
}
