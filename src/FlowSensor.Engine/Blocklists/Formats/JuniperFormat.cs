namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>Firewall filters of Junos as <c>set</c> commands; they begin by removing the last ones.</summary>
internal sealed class JuniperFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "juniper";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        foreach ((string family, string name, bool isIPv4) in (ReadOnlySpan<(string, string, bool)>)[("inet", "FLOWSENSOR", true), ("inet6", "FLOWSENSOR6", false)])
        {
            string filter = $"firewall family {family} filter {name}";
            output.Write($"delete {filter}\n");
            BlockEntry[] entries = [.. list.Entries.Where(entry => entry.Network.IsIPv4 == isIPv4)];
            foreach (BlockEntry entry in entries)
            {
                output.Write($"# {FormatHeading.CommentOf(entry)}\nset {filter} term blocked from source-address {entry.Network}\n");
            }

            // A term without a source address would match everything.
            output.Write(entries.Length == 0 ? "" : $"set {filter} term blocked then reject administratively-prohibited\n");
            output.Write($"set {filter} term rest then accept\n");
        }
    }
}
