using System.ComponentModel.DataAnnotations;
using System.Net;
using FlowSensor.Protocols.Flows.Encoding;

namespace FlowSensor.Engine.Output;

/// <summary>The section <c>outputs.ipfix</c>: flow records sent on to a collector.</summary>
public sealed class IpfixOutputOptions
{
    /// <summary>Address and UDP port of the collector; unset: nothing is sent.</summary>
    public IPEndPoint? Collector { get; set; }

    /// <summary>The format: <c>ipfix</c>, <c>v9</c> or <c>v5</c>.</summary>
    public ExportProtocol Protocol { get; set; } = ExportProtocol.Ipfix;

    /// <summary>Sends the records that exporters sent as well, not only those metered from packets.</summary>
    public bool Collected { get; set; }

    /// <summary>Observation domain the records are sent under.</summary>
    public uint ObservationDomain { get; set; }

    /// <summary>Octets of a datagram at most.</summary>
    [Range(512, 65_507)]
    public int MaxDatagram { get; set; } = 1_400;
}
