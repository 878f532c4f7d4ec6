using System.Text;
using System.Text.RegularExpressions;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>
/// Walks the Received lines of a message from the top (RFC 5321 4.4). Each line is as good as the server that wrote it: the first is
/// by whoever hands the sample over; the next is believed only while the address above it is a trusted server's, or the
/// message had not left the machine. The first address beyond is the source, and whatever stands below it may be forged.
/// </summary>
internal static class ReceivedChain
{
    private const int MaximumHops = 50;
    private const int LongestShown = 2_000;

    // Exim writes the name a peer gave as 'helo=name', qmail as '(HELO name)'; both may look like addresses.
    private static readonly Regex SaidByPeer =
        new(@"\(HELO [^)]*\)|\bhelo=[^\s)]*", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Finds the source.</summary>
    /// <param name="received">Values of the Received fields, the topmost first.</param>
    /// <param name="rules">Whose lines are believed.</param>
    /// <param name="hop">The line that decided; its address is <c>::</c> when none could.</param>
    /// <returns>True when a foreign address was found.</returns>
    public static bool TryFindSource(IEnumerable<string> received, ComplaintRules rules, out ReceivedHop hop)
    {
        hop = default;
        foreach (string line in received.Take(MaximumHops))
        {
            hop = Read(line);
            switch (hop.Outcome)
            {
                case ReceivedOutcome.Unknown:
                    return false;
                case ReceivedOutcome.From when !rules.IsTrusted(hop.Address) && !IsInside(hop.Address, rules):
                    return true;
            }
        }

        return false;
    }

    /// <summary>Reads one line.</summary>
    public static ReceivedHop Read(string value)
    {
        string line = Unfold(value);
        string shown = line.Length > LongestShown ? line[..LongestShown] : line;
        if (!$"{line} ".StartsWith("from ", StringComparison.OrdinalIgnoreCase))
        {
            // 'by host with ...' and qmail's '(qmail 123 invoked by uid 1000)': submitted on the machine itself. Its network
            // form names the address: '(qmail 123 invoked from network)' stands above a line that begins with 'from'.
            return new ReceivedHop(ReceivedOutcome.Local, default, shown);
        }

        string clause = FromClause(line);
        if (TryAddress(clause, out IpAddress address))
        {
            return new ReceivedHop(ReceivedOutcome.From, address, shown);
        }

        string name = clause[4..].TrimStart().Split(' ', 2)[0];
        bool isLocal = name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.StartsWith("localhost.", StringComparison.OrdinalIgnoreCase);
        return new ReceivedHop(isLocal ? ReceivedOutcome.Local : ReceivedOutcome.Unknown, default, shown);
    }

    // Private and loopback addresses are hops inside the site of whoever wrote the line.
    private static bool IsInside(IpAddress address, ComplaintRules rules) => ComplaintRules.IsLocal(address) && !rules.IsOurs(address);

    // The clause ends where the receiving host is named; a 'by' inside a comment is the peer's own word.
    private static string FromClause(string line)
    {
        int depth = 0;
        for (int at = 4; at < line.Length; at++)
        {
            depth += line[at] == '(' ? 1 : line[at] == ')' ? -1 : 0;
            if (depth <= 0 && string.Compare(line, at, " by ", 0, 4, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return line[..at];
            }
        }

        return line;
    }

    // The address that the server saw stands in a comment, the last of them where there are several; before it stands what the
    // peer said of itself. Only a server that writes no address there puts it first.
    private static bool TryAddress(string clause, out IpAddress address)
    {
        string seen = SaidByPeer.Replace(clause, "").Replace("IPv6:", "", StringComparison.OrdinalIgnoreCase);
        int comment = seen.IndexOf('(', StringComparison.Ordinal);
        return (comment >= 0 && TryLast(seen.AsSpan(comment), out address)) || TryLast(seen, out address);
    }

    private static bool TryLast(ReadOnlySpan<char> text, out IpAddress address)
    {
        List<FoundAddress> found = [];
        AddressFinder.Find(text, found);
        address = found.Count > 0 ? found[^1].Address : default;
        return found.Count > 0;
    }

    private static string Unfold(string value)
    {
        StringBuilder line = new(value.Length);
        foreach (char letter in value)
        {
            char plain = char.IsWhiteSpace(letter) || char.IsControl(letter) ? ' ' : letter;
            if (plain != ' ' || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(plain);
            }
        }

        return line.ToString().TrimEnd();
    }
}
