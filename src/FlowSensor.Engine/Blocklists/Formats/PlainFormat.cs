namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>One address or network a line.</summary>
internal sealed class PlainFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "plain";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"{FormatHeading.Short(entry)} # {FormatHeading.CommentOf(entry)}\n");
        }
    }
}
