using System.Net;

namespace FlowSensor.Engine.Configuration;

/// <summary>An address and port with the transport: <c>udp://0.0.0.0:5514</c>, <c>tcp://[::]:5514</c>.</summary>
/// <param name="Transport">UDP or TCP.</param>
/// <param name="Address">Address and port.</param>
public sealed record TransportEndpoint(Transport Transport, IPEndPoint Address)
{
    /// <summary>Parses an endpoint; without a scheme it is UDP.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TransportEndpoint? endpoint)
    {
        endpoint = null;
        Transport transport = Transport.Udp;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            if (text[..scheme].Equals("tcp", StringComparison.OrdinalIgnoreCase))
            {
                transport = Transport.Tcp;
            }
            else if (!text[..scheme].Equals("udp", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            text = text[(scheme + 3)..];
        }

        if (!EndpointText.TryParse(text, out IPEndPoint? address))
        {
            return false;
        }

        endpoint = new TransportEndpoint(transport, address);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => (Transport == Transport.Tcp ? "tcp://" : "udp://") + Address;
}
