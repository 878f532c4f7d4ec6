using System.Text;

namespace FlowSensor.Engine.Blocklists;

/// <summary>Makes text safe for the comments and replies of every format: nothing in it can end a comment, a string or a line.</summary>
internal static class ReasonText
{
    // The shortest that a format allows: a remark of Cisco's IOS has 100 characters.
    private const int Longest = 96;

    /// <summary>The text with what is not plain replaced by spaces, cut to what every format takes.</summary>
    public static string Of(string text)
    {
        StringBuilder plain = new(Math.Min(text.Length, Longest));
        foreach (char letter in text)
        {
            char kept = char.IsAsciiLetterOrDigit(letter) || letter is '.' or ',' or ':' or '_' or '-' or '/' ? letter : ' ';
            if (plain.Length < Longest && (kept != ' ' || (plain.Length > 0 && plain[^1] != ' ')))
            {
                plain.Append(kept);
            }
        }

        return plain.ToString().TrimEnd();
    }
}
