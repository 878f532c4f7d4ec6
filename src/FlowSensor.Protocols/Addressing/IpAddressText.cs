using System.Buffers.Text;

namespace FlowSensor.Protocols.Addressing;

/// <summary>Reads addresses from octets of text, without allocation: log lines hold one or two each.</summary>
public static class IpAddressText
{
    /// <summary>
    /// Reads dotted quad or IPv6 text (RFC 4291 2.2), also with <c>IPv6:</c> in front (RFC 5321 4.1.3) and with a zone behind <c>%</c>,
    /// which is dropped. False for anything else.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.IndexOf((byte)':') < 0)
        {
            bool isQuad = TryParseQuad(text, out uint quad);
            address = isQuad ? IpAddress.FromIPv4(quad) : default;
            return isQuad;
        }

        if (text.Length > 5 && (text[4] == ':') && (text[..4].SequenceEqual("IPv6"u8) || text[..4].SequenceEqual("ipv6"u8)))
        {
            text = text[5..];
        }

        int zone = text.IndexOf((byte)'%');
        return TryParseV6(zone < 0 ? text : text[..zone], out address);
    }

    private static bool TryParseQuad(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        if (text.Length is < 7 or > 15)
        {
            return false;
        }

        uint octet = 0;
        int digits = 0;
        int dots = 0;
        foreach (byte letter in text)
        {
            uint digit = (uint)(letter - '0');
            if (digit <= 9)
            {
                octet = (octet * 10) + digit;
                if (++digits > 3 || octet > 255)
                {
                    return false;
                }
            }
            else if (letter == '.' && digits > 0 && ++dots <= 3)
            {
                address = (address << 8) | octet;
                octet = 0;
                digits = 0;
            }
            else
            {
                return false;
            }
        }

        address = (address << 8) | octet;
        return dots == 3 && digits > 0;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[8];
        int count = 0;
        int gap = -1;
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)':');
            ReadOnlySpan<byte> group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.'))
            {
                if (count > 6 || !TryParseQuad(group, out uint quad))
                {
                    return false;
                }

                groups[count++] = (ushort)(quad >> 16);
                groups[count++] = (ushort)quad;
                break;
            }

            if (count == 8 || group.Length > 4 || !Utf8Parser.TryParse(group, out ushort value, out int used, 'x') || used != group.Length)
            {
                return false;
            }

            groups[count++] = value;
            if (end < 0)
            {
                break;
            }

            text = text[(end + 1)..];
            if (text is [(byte)':', ..])
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = count;
                text = text[1..];
            }
            else if (text.IsEmpty)
            {
                return false;
            }
        }

        return gap < 0 ? count == 8 && Join(groups, out address) : count < 8 && Spread(groups, count, gap, out address);
    }

    private static bool Spread(Span<ushort> groups, int count, int gap, out IpAddress address)
    {
        int behind = count - gap;
        for (int index = 1; index <= behind; index++)
        {
            groups[8 - index] = groups[count - index];
        }

        groups[gap..(8 - behind)].Clear();
        return Join(groups, out address);
    }

    private static bool Join(ReadOnlySpan<ushort> groups, out IpAddress address)
    {
        ulong high = 0;
        ulong low = 0;
        for (int index = 0; index < 4; index++)
        {
            high = (high << 16) | groups[index];
            low = (low << 16) | groups[index + 4];
        }

        address = new IpAddress(high, low);
        return true;
    }
}
