using System.Buffers;

namespace FlowSensor.Engine.Contacts;

/// <summary>Tells whether a text can be used as a mailbox.</summary>
public static class Mailbox
{
    private static readonly SearchValues<char> Refused = SearchValues.Create("\"(),:;<>@[\\] \t");

    /// <summary>
    /// True for <c>local@domain</c> of RFC 5321 4.1.2 as far as addresses of desks go: no quoting, no white space, at most
    /// 254 octets, nothing that could end a header or start an option.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        int at = text.LastIndexOf('@');
        return text.Length <= 254
            && at is > 0 and <= 64
            && text[0] != '-'
            && IsDomain(text[(at + 1)..])
            && !text[..at].ContainsAny(Refused)
            && !text.ContainsAnyInRange('\0', ' ')
            && !text.ContainsAnyInRange('\u007F', '\u009F');
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (char c in domain)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '.' && c < 0x80)
            {
                return false;
            }
        }

        return domain.Contains('.') && domain[0] != '.' && domain[^1] != '.' && domain.IndexOf("..") < 0;
    }
}
