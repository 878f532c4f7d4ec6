using System.ComponentModel.DataAnnotations;
using System.Net;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>
/// The section <c>inputs.sflow</c>: sFlow version 5 over UDP. Threads, receive buffer and limits of <c>inputs.netflow</c> hold
/// for it too.
/// </summary>
public sealed class SflowInputOptions : IValidatableObject
{
    /// <summary>Addresses and ports to receive on; 6343 is registered for sFlow. An empty list turns the input off.</summary>
    public List<IPEndPoint> Listen { get; set; } = [new(IPAddress.IPv6Any, 6343)];

    /// <summary>Prefixes that exporters may send from; datagrams from elsewhere are counted <c>not_allowed</c>. Empty: as <c>inputs.netflow.allow</c>.</summary>
    public List<IpPrefix> Allow { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Listen.Count; i++)
        {
            if (Listen.IndexOf(Listen[i]) < i)
            {
                yield return new ValidationResult($"{Listen[i]} is listed twice", [$"Listen[{i}]"]);
            }
        }
    }
}
