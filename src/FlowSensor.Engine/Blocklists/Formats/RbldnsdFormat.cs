namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// A <c>combined</c> data set of rbldnsd with one part for IPv4 and one for IPv6; a listed address answers 127.0.0.2 and the reason
/// (RFC 5782). The test entries that the RFC asks for are written too.
/// </summary>
internal sealed class RbldnsdFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "rbldnsd";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# rbldnsd ... bl.example.net:combined:THIS-FILE\n");
        output.Write("$DATASET ip4trie @\n127.0.0.2/32 :127.0.0.2:test entry\n");
        WriteEntries(output, list.Entries.Where(static entry => entry.Network.IsIPv4));
        output.Write("$DATASET ip6trie @\n::ffff:7f00:2/128 :127.0.0.2:test entry\n");
        WriteEntries(output, list.Entries.Where(static entry => !entry.Network.IsIPv4));
    }

    private static void WriteEntries(TextWriter output, IEnumerable<BlockEntry> entries)
    {
        foreach (BlockEntry entry in entries)
        {
            output.Write($"# {FormatHeading.CommentOf(entry)}\n{entry.Network} :127.0.0.2:{entry.Reason}\n");
        }
    }
}
