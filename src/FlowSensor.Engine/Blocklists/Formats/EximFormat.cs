namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>A file for Exim's <c>iplsearch</c> look-up: keys of addresses and networks, those of IPv6 in quotes, and the reason as data.</summary>
internal sealed class EximFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "exim";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# In acl_smtp_connect: deny hosts = net-iplsearch;THIS-FILE  message = $host_data\n");
        foreach (BlockEntry entry in list.Entries)
        {
            string key = FormatHeading.Short(entry);
            output.Write($"# {FormatHeading.CommentOf(entry)}\n{(entry.Network.IsIPv4 ? key : $"\"{key}\"")}: {entry.Reason}\n");
        }
    }
}
