using System.Buffers.Binary;
using System.Globalization;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// A response policy zone: names that lead to a blocked address do not exist for the resolver's clients (trigger <c>rpz-ip</c>), and a
/// blocked host that asks the resolver gets the same answer for every name (<c>rpz-client-ip</c>).
/// </summary>
internal sealed class RpzFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "rpz";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, ";");
        output.Write(string.Create(CultureInfo.InvariantCulture, $"$TTL 300\n@ SOA localhost. hostmaster.localhost. {list.Made.ToUnixTimeSeconds()} 300 60 86400 300\n  NS localhost.\n"));
        foreach (BlockEntry entry in list.Entries)
        {
            string reversed = Reversed(entry.Network);
            output.Write($"; {FormatHeading.CommentOf(entry)}\n{reversed}.rpz-ip CNAME .\n{reversed}.rpz-client-ip CNAME .\n");
        }
    }

    // Length first, then the address from its end, where 'zz' stands for the longest run of zero groups.
    private static string Reversed(IpPrefix network)
    {
        byte[] octets = new byte[16];
        network.Address.WriteBytes(octets);
        string length = network.Length.ToString(CultureInfo.InvariantCulture);
        if (network.IsIPv4)
        {
            return $"{length}.{string.Join('.', octets[12..].Reverse())}";
        }

        ushort[] groups = [.. Enumerable.Range(0, 8).Select(group => BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(group * 2)))];
        (int start, int count) = LongestZeros(groups);
        List<string> labels = [];
        for (int group = 7; group >= 0; group--)
        {
            if (count > 1 && group == start + count - 1)
            {
                labels.Add("zz");
                group = start;
            }
            else
            {
                labels.Add(groups[group].ToString("x", CultureInfo.InvariantCulture));
            }
        }

        return $"{length}.{string.Join('.', labels)}";
    }

    private static (int Start, int Count) LongestZeros(ushort[] groups)
    {
        (int Start, int Count) longest = (0, 0);
        for (int start = 0; start < groups.Length; start++)
        {
            int count = groups.AsSpan(start).IndexOfAnyExcept((ushort)0);
            count = count < 0 ? groups.Length - start : count;
            longest = count > longest.Count ? (start, count) : longest;
        }

        return longest;
    }
}
