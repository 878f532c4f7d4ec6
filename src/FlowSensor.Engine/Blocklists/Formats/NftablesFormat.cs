using System.Globalization;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// A table of its own for <c>nft -f</c>: it replaces itself as one transaction, its elements leave by themselves when their time is over,
/// and what is blocked is refused, so that the sender is told.
/// </summary>
internal sealed class NftablesFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "nftables";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("table inet flowsensor\ndelete table inet flowsensor\ntable inet flowsensor {\n");
        WriteSet(output, list, "blocked4", "ipv4_addr", isIPv4: true);
        WriteSet(output, list, "blocked6", "ipv6_addr", isIPv4: false);
        foreach (string hook in (ReadOnlySpan<string>)["input", "forward"])
        {
            output.Write($"\tchain {hook} {{\n\t\ttype filter hook {hook} priority filter; policy accept;\n");
            output.Write("\t\tip saddr @blocked4 reject with icmpx type admin-prohibited\n\t\tip6 saddr @blocked6 reject with icmpx type admin-prohibited\n\t}\n");
        }

        output.Write("}\n");
    }

    private static void WriteSet(TextWriter output, Blocklist list, string name, string type, bool isIPv4)
    {
        output.Write($"\tset {name} {{\n\t\ttype {type}\n\t\tflags interval, timeout\n");
        string elements = string.Join(",\n", list.Entries.Where(entry => entry.Network.IsIPv4 == isIPv4).Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"\t\t\t{FormatHeading.Short(entry)} timeout {FormatHeading.SecondsLeft(entry, list)}s comment \"{entry.Reason}\"")));
        output.Write(elements.Length > 0 ? $"\t\telements = {{\n{elements}\n\t\t}}\n\t}}\n" : "\t}\n");
    }
}
