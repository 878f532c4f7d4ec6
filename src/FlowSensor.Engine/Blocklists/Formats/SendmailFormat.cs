using System.Buffers.Binary;
using System.Globalization;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>
/// Lines for the access map of sendmail. It looks addresses up by whole octets (or groups of IPv6), so networks are written as the
/// prefixes that end there; IPv6 is written in full, as sendmail 8.15 and later look for it.
/// </summary>
internal sealed class SendmailFormat : IBlocklistFormat
{
    /// <inheritdoc/>
    public string Name => "sendmail";

    /// <inheritdoc/>
    public bool TakesIPv6 => true;

    /// <inheritdoc/>
    public void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        FormatHeading.Write(output, list, "#");
        output.Write("# makemap hash /etc/mail/access < THIS-FILE\n");
        foreach (BlockEntry entry in list.Entries)
        {
            output.Write($"# {FormatHeading.CommentOf(entry)}\n");
            foreach (string key in KeysOf(entry.Network))
            {
                output.Write($"Connect:{key}\tERROR:5.7.1:\"554 {entry.Reason}\"\n");
            }
        }
    }

    private static IEnumerable<string> KeysOf(IpPrefix network)
    {
        int step = network.IsIPv4 ? 8 : 16;
        int whole = (network.Length + step - 1) / step * step;
        int parts = 1 << (whole - network.Length);
        for (int part = 0; part < parts; part++)
        {
            yield return KeyOf(network, whole, part);
        }
    }

    private static string KeyOf(IpPrefix network, int whole, int part)
    {
        byte[] octets = new byte[16];
        network.Address.WriteBytes(octets);
        if (network.IsIPv4)
        {
            octets[12 + (whole / 8) - 1] += (byte)part;
            return string.Join('.', octets[12..(12 + (whole / 8))]);
        }

        IEnumerable<string> groups = Enumerable.Range(0, whole / 16)
            .Select(group => BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(group * 2)) + (group == (whole / 16) - 1 ? part : 0))
            .Select(static group => group.ToString("x", CultureInfo.InvariantCulture));
        return $"IPv6:{string.Join(':', groups)}";
    }
}
