namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>
/// A query (RFC 2167 3.4): <c>[class] [attribute=]value</c>, the value possibly quoted. Terms joined by <c>and</c> or
/// <c>or</c> are too complex for this server and said to be so.
/// </summary>
/// <param name="Class">Class, or empty for any.</param>
/// <param name="Attribute">Attribute, or empty for any.</param>
/// <param name="Value">Value.</param>
internal readonly record struct RwhoisQuery(string Class, string Attribute, string Value)
{
    /// <summary>Parses a query; on failure the error's code and text.</summary>
    internal static bool TryParse(string line, out RwhoisQuery query, out int code, out string error)
    {
        query = default;
        (code, error) = (350, "Invalid Query Syntax");
        if (!TrySplit(line, out List<string> words) || words.Count == 0)
        {
            return false;
        }

        if (words.Exists(word => word.Equals("and", StringComparison.OrdinalIgnoreCase) || word.Equals("or", StringComparison.OrdinalIgnoreCase)))
        {
            (code, error) = (351, "Query Too Complex");
            return false;
        }

        string name = "";
        if (words.Count > 1 && words[0].ToLowerInvariant() is "network" or "contact")
        {
            name = words[0].ToLowerInvariant();
            words.RemoveAt(0);
        }

        string term = string.Join(' ', words);
        int equals = term.IndexOf('=', StringComparison.Ordinal);
        string attribute = equals < 0 ? "" : term[..equals].Trim();
        string value = equals < 0 ? term : term[(equals + 1)..].Trim();
        if (value.Length == 0 || (equals >= 0 && attribute.Length == 0))
        {
            return false;
        }

        query = new RwhoisQuery(name, attribute, value);
        return true;
    }

    // Words at spaces; quotes keep spaces and are left out.
    private static bool TrySplit(string line, out List<string> words)
    {
        words = [];
        var word = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ' ' && !quoted)
            {
                Take(words, word);
            }
            else
            {
                word.Append(c);
            }
        }

        Take(words, word);
        return !quoted;
    }

    private static void Take(List<string> words, System.Text.StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
