namespace FlowSensor.Protocols.Flows;

/// <summary>What one datagram held.</summary>
public record struct DatagramCounts
{
    /// <summary>Flow records emitted.</summary>
    public int FlowRecords { get; set; }

    /// <summary>Options data records read.</summary>
    public int OptionsRecords { get; set; }

    /// <summary>Templates and options templates announced, known ones included.</summary>
    public int Templates { get; set; }

    /// <summary>Template withdrawals (RFC 7011 8.1).</summary>
    public int Withdrawals { get; set; }

    /// <summary>Templates that could not be used or kept.</summary>
    public int RefusedTemplates { get; set; }

    /// <summary>Data sets whose template is not known.</summary>
    public int UnknownSets { get; set; }

    /// <summary>Flow records that were counted and not read, because the datagram was only skimmed.</summary>
    public int SkimmedRecords { get; set; }

    /// <summary>Data sets that were not read for that reason, those without a known template included.</summary>
    public int SkimmedSets { get; set; }
}
