using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>Address and port as text: <c>0.0.0.0:2055</c>, <c>[::]:4739</c>. The port must be there; an IPv6 address is in brackets.</summary>
public static class EndpointText
{
    /// <summary>Parses an endpoint.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        endpoint = null;
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            return false;
        }

        ReadOnlySpan<char> host = text[..colon];
        bool bracketed = host is ['[', .., ']'];
        if (!IpAddress.TryParse(bracketed ? host[1..^1] : host, out IpAddress address) || bracketed == address.IsIPv4)
        {
            return false;
        }

        endpoint = new IPEndPoint(address.ToIPAddress(), port);
        return true;
    }
}
