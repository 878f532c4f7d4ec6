namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>A table of type <c>cidr</c> for <c>check_client_access</c> of Postfix (cidr_table(5), access(5)); REJECT answers 554.</summary>
internal sealed class PostfixFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "postfix";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# smtpd_client_restrictions = check_client_access cidr:THIS-FILE\n");
        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"# {FormatHeading.CommentOf(entry)}\n{entry.Network}\tREJECT {entry.Reason}\n");
        }
    }
}
