using System.Globalization;
using System.Numerics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Sources;

/// <summary>Parts of routes as files write them.</summary>
internal static class RouteText
{
    /// <summary>A prefix, <c>default</c>, or an address with its netmask or length apart.</summary>
    internal static bool TryReadPrefix(string destination, string mask, bool ipv6Default, out IpPrefix prefix)
    {
        prefix = default;
        if (destination is "default")
        {
            prefix = ipv6Default ? new IpPrefix(default, 0) : new IpPrefix(IpAddress.FromIPv4(0), 0);
            return true;
        }

        if (mask.Length == 0)
        {
            return IpPrefix.TryParse(destination, out prefix);
        }

        if (!IpAddress.TryParse(destination, out IpAddress address))
        {
            return false;
        }

        if (int.TryParse(mask.TrimStart('/'), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            if (length > (address.IsIPv4 ? 32 : 128))
            {
                return false;
            }
        }
        else
        {
            if (!IpAddress.TryParse(mask, out IpAddress bits) || !bits.IsIPv4 || !address.IsIPv4)
            {
                return false;
            }

            length = BitOperations.LeadingZeroCount(~bits.IPv4);
            if (length != BitOperations.PopCount(bits.IPv4))
            {
                return false;
            }
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>Names as the lists print them: lower case.</summary>
    internal static string Name(RouteKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Names as the lists print them: lower case.</summary>
    internal static string Name(RouteProtocol protocol) => protocol.ToString().ToLowerInvariant();

    internal static RouteKind Kind(string text) => text switch
    {
        "" or "unicast" => RouteKind.Remote,
        "prohibit" or "unreachable" => RouteKind.Reject,
        _ => Enum.TryParse(text, ignoreCase: true, out RouteKind kind) ? kind : RouteKind.Other,
    };

    internal static RouteProtocol Protocol(string text) => text switch
    {
        "kernel" => RouteProtocol.Local,
        "static" or "boot" => RouteProtocol.NetMgmt,
        "" => RouteProtocol.Unknown,
        _ => Enum.TryParse(text, ignoreCase: true, out RouteProtocol protocol) ? protocol : RouteProtocol.Other,
    };

    internal static int Number(string text, int missing) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : missing;
}
