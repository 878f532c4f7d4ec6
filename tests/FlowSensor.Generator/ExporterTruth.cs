namespace FlowSensor.Generator;

/// <summary>What one exporter sent.</summary>
internal sealed class ExporterTruth
{
    /// <summary>Address its datagrams come from.</summary>
    public required string Exporter { get; init; }

    /// <summary>Export format version.</summary>
    public required int Version { get; init; }

    /// <summary>Observation domain id.</summary>
    public required int Domain { get; init; }

    /// <summary>Datagrams that left.</summary>
    public long Datagrams { get; set; }

    /// <summary>Flow records that left.</summary>
    public long Records { get; set; }

    /// <summary>Packets of those records.</summary>
    public long Packets { get; set; }

    /// <summary>Octets of those records.</summary>
    public long Octets { get; set; }

    /// <summary>Templates and options templates that left.</summary>
    public long Templates { get; set; }

    /// <summary>Options records that left.</summary>
    public long OptionsRecords { get; set; }

    /// <summary>Datagrams left out.</summary>
    public long OmittedDatagrams { get; set; }

    /// <summary>What the sequence numbers show missing: records for v5 and IPFIX, datagrams for v9.</summary>
    public long SequenceLost { get; set; }
}
