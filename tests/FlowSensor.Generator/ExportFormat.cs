namespace FlowSensor.Generator;

/// <summary>Which export format the exporters speak.</summary>
internal enum ExportFormat
{
    /// <summary>NetFlow version 5.</summary>
    V5,

    /// <summary>NetFlow version 9 (RFC 3954).</summary>
    V9,

    /// <summary>IPFIX (RFC 7011).</summary>
    Ipfix,

    /// <summary>The exporters take turns: v5, v9, IPFIX.</summary>
    Mix,
}
