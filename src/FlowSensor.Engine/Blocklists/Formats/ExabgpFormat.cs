namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// Commands of ExaBGP's API: routes with the community BLACKHOLE (RFC 7999), to be used with unicast reverse path checks (RFC 5635), and
/// the withdrawal of those that have ended.
/// </summary>
internal sealed class ExabgpFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "exabgp";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        foreach (BlockEntry entry in gone)
        {
            output.Write($"withdraw route {entry.Network} next-hop {NextHop(entry)}\n");
        }

        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"announce route {entry.Network} next-hop {NextHop(entry)} community [65535:666]\n");
        }
    }

    // Discard addresses that routers are told to drop traffic to: of the documentation network, as is usual, and of RFC 6666.
    private static string NextHop(BlockEntry entry) => entry.Network.IsIPv4 ? "192.0.2.1" : "100::1";
}
