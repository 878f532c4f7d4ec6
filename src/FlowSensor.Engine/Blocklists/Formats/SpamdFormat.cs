namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>Addresses for a <c>black</c> list in OpenBSD's spamd.conf(5), which knows IPv4 only.</summary>
internal sealed class SpamdFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "spamd";

    /// <inheritdoc/>
    public bool TakesIPv6 => false;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# In spamd.conf: flowsensor: :black: :msg=\"Your address %A sent spam\": :method=file: :file=THIS-FILE:\n");
        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"# {FormatHeading.CommentOf(entry)}\n{entry.Network}\n");
        }
    }
}
