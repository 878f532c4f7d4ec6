namespace FlowSensor.Protocols.Flows;

/// <summary>What the decoder remembers of one exporter's observation domain between datagrams.</summary>
public sealed class ObservationDomain
{
    /// <summary>Makes an empty state.</summary>
    /// <param name="templates">Room for templates, which domains may share; null for room of its own.</param>
    public ObservationDomain(TemplateBudget? templates = null)
    {
        Templates = new TemplateTable(templates ?? new TemplateBudget(1024));
    }

    /// <summary>Templates and options templates.</summary>
    public TemplateTable Templates { get; }

    /// <summary>Sampling as announced and as configured.</summary>
    public SamplerTable Samplers { get; } = new();

    /// <summary>When the exporter booted, Unix milliseconds, where it says so in options data (IE 160); else null.</summary>
    public long? SystemInitTime { get; set; }
}
