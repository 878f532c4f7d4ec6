using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>Interfaces of an exporter whose incoming traffic counts.</summary>
public sealed class DesignatedInterfaceOptions
{
    /// <summary>The exporter.</summary>
    [Required]
    public IpAddress? Exporter { get; set; }

    /// <summary>ifIndex of each interface, as records have it in <c>input</c>.</summary>
    [Required]
    public List<uint> Ingress { get; set; } = [];
}
