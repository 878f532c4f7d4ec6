using System.Globalization;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>Input of <c>ipset restore</c>: fills new sets and swaps them in, so that there is no moment without a list.</summary>
internal sealed class IpsetFormat : IBlocklistFormat
{
    private const string Settings = "timeout 0 comment";

    /// <inheritdoc/>
    public string Name => "ipset";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# iptables -I INPUT -m set --match-set flowsensor4 src -j REJECT; ip6tables likewise with flowsensor6\n");
        foreach ((string name, string family, bool isIPv4) in (ReadOnlySpan<(string, string, bool)>)[("flowsensor4", "inet", true), ("flowsensor6", "inet6", false)])
        {
            output.Write($"create -exist {name} hash:net family {family} {Settings}\ncreate -exist {name}-new hash:net family {family} {Settings}\nflush {name}-new\n");
            foreach (BlockEntry entry in list.Entries.Where(entry => entry.Network.IsIPv4 == isIPv4))
            {
                output.Write(string.Create(
                    CultureInfo.InvariantCulture, $"add {name}-new {entry.Network} timeout {FormatHeading.SecondsLeft(entry, list)} comment \"{entry.Reason}\"\n"));
            }

            output.Write($"swap {name}-new {name}\ndestroy {name}-new\n");
        }
    }
}
