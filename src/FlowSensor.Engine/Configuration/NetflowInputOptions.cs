using System.ComponentModel.DataAnnotations;
using System.Net;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>inputs.netflow</c>: NetFlow v1, v5, v7, v9 and IPFIX over UDP.</summary>
public sealed class NetflowInputOptions : IValidatableObject
{
    /// <summary>
    /// Addresses and ports to receive on; <c>[::]</c> takes IPv4 too unless the same port is listed for IPv4. Default the ports in
    /// common use for NetFlow (2055, 9995) and the one registered for IPFIX (4739, RFC 7011 10.1). An empty list turns the input off.
    /// </summary>
    public List<IPEndPoint> Listen { get; set; } = [new(IPAddress.IPv6Any, 2055), new(IPAddress.IPv6Any, 4739), new(IPAddress.IPv6Any, 9995)];

    /// <summary>Prefixes that exporters may send from; datagrams from elsewhere are counted <c>not_allowed</c>. Empty: everyone may.</summary>
    public List<IpPrefix> Allow { get; set; } = [];

    /// <summary>Refuses exporters that no list allows even where the lists are empty, for sFlow as well: then nobody may.</summary>
    public bool DenyByDefault { get; set; }

    /// <summary>Receiving threads for each port; 0 takes one a core.</summary>
    [Range(0, 64)]
    public int Threads { get; set; }

    /// <summary>Kernel receive buffer wanted for each socket; the sensor says when the kernel gives less.</summary>
    [SizeRange("64KiB", "1GiB")]
    public ByteSize ReceiveBuffer { get; set; } = new(64 << 20);

    /// <summary>Sampling intervals by exporter, for exporters that send none or a wrong one. The longest matching prefix counts.</summary>
    public List<SamplingOptions> Sampling { get; set; } = [];

    /// <summary>
    /// Flow records read of each exporter in a second, in the second in which a flood begins about three times as many; 0: no limit. Over it a
    /// random part of its datagrams is read, the others are counted <c>rate_limited</c>, and estimated counts are raised to all that it sent.
    /// </summary>
    [Range(0, 100_000_000)]
    public int MaxRecordsPerSecond { get; set; }

    /// <summary>Other limits for some exporters. The longest matching prefix counts.</summary>
    public List<RateLimitOptions> RateLimits { get; set; } = [];

    /// <summary>Most exporters (address and observation domain) kept; datagrams of further ones are counted <c>table_full</c>.</summary>
    [Range(1, 1_000_000)]
    public int MaxExporters { get; set; } = 10_000;

    /// <summary>Most templates kept over all exporters.</summary>
    [Range(1, 10_000_000)]
    public int MaxTemplates { get; set; } = 100_000;

    /// <summary>A template that was not refreshed for this long is forgotten; RFC 7011 8.4 asks for at least three refresh intervals, commonly 30 m.</summary>
    [DurationRange("1m", "30d")]
    public TimeSpan TemplateTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Room for data sets that wait for their template.</summary>
    [SizeRange("0", "4GiB")]
    public ByteSize PendingBytes { get; set; } = new(16 << 20);

    /// <summary>Keeps templates and sampling intervals in the store folder, so that a restart loses no record.</summary>
    public bool Persist { get; set; } = true;

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

        for (int i = 0; i < Sampling.Count; i++)
        {
            if (Sampling.FindIndex(other => other.Exporter == Sampling[i].Exporter) < i)
            {
                yield return new ValidationResult($"{Sampling[i].Exporter} is listed twice", [$"Sampling[{i}]"]);
            }
        }

        for (int i = 0; i < RateLimits.Count; i++)
        {
            if (RateLimits.FindIndex(other => other.Exporter == RateLimits[i].Exporter) < i)
            {
                yield return new ValidationResult($"{RateLimits[i].Exporter} is listed twice", [$"RateLimits[{i}]"]);
            }
        }
    }
}
