using System.Net;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>Extended access lists of Cisco's IOS; a router answers what they deny with <i>administratively prohibited</i>.</summary>
internal sealed class CiscoFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "cisco";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "!");
        output.Write("no ip access-list extended FLOWSENSOR\nip access-list extended FLOWSENSOR\n");
        foreach (BlockEntry entry in list.Entries.Where(static entry => entry.Network.IsIPv4))
        {
            output.Write($" remark {entry.Reason}\n deny ip {(entry.IsHost ? $"host {entry.Network.Address}" : $"{entry.Network.Address} {Wildcard(entry.Network.Length)}")} any\n");
        }

        output.Write(" permit ip any any\n!\nno ipv6 access-list FLOWSENSOR6\nipv6 access-list FLOWSENSOR6\n");
        foreach (BlockEntry entry in list.Entries.Where(static entry => !entry.Network.IsIPv4))
        {
            output.Write($" remark {entry.Reason}\n deny ipv6 {(entry.IsHost ? $"host {entry.Network.Address}" : entry.Network.ToString())} any\n");
        }

        output.Write(" permit ipv6 any any\n");
    }

    // The set bits are those that do not matter.
    private static IPAddress Wildcard(int length) =>
        new([.. BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)(length == 0 ? uint.MaxValue : (1u << (32 - length)) - 1)))]);
}
