using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// Rules for tcprules of ucspi-tcp. The connection is let in with RBLSMTPD set, whose leading dash makes rblsmtpd answer 553: a refusal
/// that the sender sees, where <c>deny</c> would only hang up. IPv4 only; a network is written by whole octets.
/// </summary>
internal sealed class TcpserverFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "tcpserver";

    /// <inheritdoc/>
    public bool TakesIPv6 => false;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# tcprules rules.cdb rules.tmp < THIS-FILE; tcpserver -x rules.cdb ... rblsmtpd qmail-smtpd\n");
        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"# {FormatHeading.CommentOf(entry)}\n{KeyOf(entry.Network)}:allow,RBLSMTPD=\"-{entry.Reason}\"\n");
        }

        output.Write(":allow\n");
    }

    // 192.0.2.8/29 is 192.0.2.8-15: tcprules takes a range in the last octet written.
    private static string KeyOf(IpPrefix network)
    {
        byte[] octets = new byte[16];
        network.Address.WriteBytes(octets);
        int whole = (network.Length + 7) / 8;
        int span = 1 << ((whole * 8) - network.Length);
        string last = span == 1 ? $"{octets[12 + whole - 1]}" : $"{octets[12 + whole - 1]}-{octets[12 + whole - 1] + span - 1}";
        string head = string.Concat(octets[12..(12 + whole - 1)].Select(static octet => $"{octet}."));
        return head + last + (whole < 4 ? "." : "");
    }
}
