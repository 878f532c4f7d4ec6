namespace FlowSensor.Protocols.Flows;

/// <summary>What the decoder remembers of one exporter's observation domain between datagrams.</summary>
public sealed class ObservationDomain
{
    /// <summary>Makes an empty state.</summary>
    /// <param name="maxTemplates">The most templates kept.</param>
    public ObservationDomain(int maxTemplates = 1024)
    {
        Templates = new TemplateTable(maxTemplates);
    }

    /// <summary>Templates and options templates.</summary>
    public TemplateTable Templates { get; }

    /// <summary>Sampling as announced and as configured.</summary>
    public SamplerTable Samplers { get; } = new();

    /// <summary>When the exporter booted, Unix milliseconds, where it says so in options data (IE 160); else null.</summary>
    public long? SystemInitTime { get; set; }
}
