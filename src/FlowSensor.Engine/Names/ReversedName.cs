using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowSensor.Engine.Names;

/// <summary>Addresses as names: octets backwards (RFC 1035 3.5), for IPv6 half octets (RFC 3596 2.5), as block lists want them too (RFC 5782 2.1, 2.4).</summary>
internal static class ReversedName
{
    /// <summary>The name under which a zone has an address.</summary>
    public static string Of(IPAddress address, string zone)
    {
        StringBuilder name = new();
        byte[] octets = address.GetAddressBytes();
        for (int i = octets.Length - 1; i >= 0; i--)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork)
            {
                name.Append(CultureInfo.InvariantCulture, $"{octets[i]}.");
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"{octets[i] & 0xF:x}.{octets[i] >> 4:x}.");
            }
        }

        return name.Append(zone).ToString();
    }

    /// <summary>The name of its pointer.</summary>
    public static string Pointer(IPAddress address) => Of(address, address.AddressFamily == AddressFamily.InterNetwork ? "in-addr.arpa" : "ip6.arpa");
}
