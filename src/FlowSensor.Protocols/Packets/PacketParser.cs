using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Packets;

/// <summary>
/// Reads the headers of one packet, from the link layer to the transport, in one pass over its octets. It keeps nothing between
/// packets, allocates nothing, and answers hostile content with a status.
/// </summary>
public sealed class PacketParser
{
    private readonly PacketParserOptions _options;
    private readonly bool _unwraps;

    /// <summary>A parser that looks into the tunnels of <paramref name="options"/>, or into none.</summary>
    public PacketParser(PacketParserOptions? options = null)
    {
        _options = options ?? new PacketParserOptions();
        _unwraps = _options.UnwrapGre || _options.UnwrapIpInIp || _options.UnwrapVxlan;
    }

    /// <summary>Reads a captured frame.</summary>
    /// <param name="linkType">What the octets begin with.</param>
    /// <param name="data">The captured octets.</param>
    /// <param name="wireLength">Octets the frame had on the wire.</param>
    /// <param name="headers">What was found; see <see cref="ParseStatus"/> for what holds with which status.</param>
    public ParseStatus Parse(LinkType linkType, ReadOnlySpan<byte> data, int wireLength, out PacketHeaders headers)
    {
        headers = default;
        ParseStatus status = LinkLayer.FindIp(linkType, data, ref headers, out int offset, out int version);
        if (status == ParseStatus.Ok)
        {
            status = IpLayer.Parse(version, data, wireLength, offset, ref headers);
        }

        if (status != ParseStatus.Ok)
        {
            return status;
        }

        status = TransportLayer.Parse(data, ref headers);
        return _unwraps ? Unwrap(data, wireLength, status, ref headers) : status;
    }

    // A tunnel whose content is not a good IP packet is reported as the tunnel itself.
    private ParseStatus Unwrap(ReadOnlySpan<byte> data, int wireLength, ParseStatus status, ref PacketHeaders headers)
    {
        while (status == ParseStatus.Ok && Tunnel.TryOpen(_options, data, headers, out ushort etherType, out int offset))
        {
            PacketHeaders inner = default;
            inner.SourceMac = headers.SourceMac;
            inner.DestinationMac = headers.DestinationMac;
            inner.VlanId = headers.VlanId;
            inner.InnerVlanId = headers.InnerVlanId;
            inner.TunnelDepth = (byte)(headers.TunnelDepth + 1);
            if (EncapsulationWalk.FromEtherType(etherType, data, ref inner, ref offset, out int version) != ParseStatus.Ok
                || IpLayer.Parse(version, data, wireLength, offset, ref inner) != ParseStatus.Ok)
            {
                return status;
            }

            status = TransportLayer.Parse(data, ref inner);
            headers = inner;
        }

        return status;
    }
}
