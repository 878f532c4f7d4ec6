namespace FlowSensor.Protocols.Flows;

/// <summary>A template or options template with the plan that decodes its records. A changed template is a new object.</summary>
public sealed class Template
{
    private readonly FieldSpecifier[] _fields;

    private Template(ushort id, int scopeFieldCount, bool isOptions, FieldSpecifier[] fields, DecodePlan plan)
    {
        Id = id;
        ScopeFieldCount = scopeFieldCount;
        IsOptions = isOptions;
        _fields = fields;
        Plan = plan;
    }

    /// <summary>Template id, 256 or more.</summary>
    public ushort Id { get; }

    /// <summary>How many of the first fields are scopes; 0 for a plain template.</summary>
    public int ScopeFieldCount { get; }

    /// <summary>True for an options template: its records describe the exporter, not flows.</summary>
    public bool IsOptions { get; }

    /// <summary>The fields in record order, scopes first.</summary>
    public ReadOnlySpan<FieldSpecifier> Fields => _fields;

    /// <summary>Export time at which the exporter announced it last, Unix milliseconds.</summary>
    public long LastAnnounced { get; set; }

    /// <summary>How records of this template are read.</summary>
    internal DecodePlan Plan { get; }

    /// <summary>Compiles a template.</summary>
    /// <param name="version">9 or 10: v9 scope fields carry scope types, not information elements (RFC 3954 6.1).</param>
    /// <param name="id">Template id.</param>
    /// <param name="scopeFieldCount">Number of leading scope fields.</param>
    /// <param name="isOptions">True for an options template.</param>
    /// <param name="fields">All fields, copied.</param>
    /// <returns>Null when the smallest record would take no octets, so that a set could hold endless records.</returns>
    public static Template? TryCreate(int version, ushort id, int scopeFieldCount, bool isOptions, ReadOnlySpan<FieldSpecifier> fields)
    {
        DecodePlan plan = DecodePlanCompiler.Compile(fields, version == 9 ? scopeFieldCount : 0);
        return plan.MinimumRecordLength == 0 ? null : new Template(id, scopeFieldCount, isOptions, fields.ToArray(), plan);
    }

    /// <summary>True when a template announced again says the same.</summary>
    public bool Matches(int scopeFieldCount, bool isOptions, ReadOnlySpan<FieldSpecifier> fields) =>
        scopeFieldCount == ScopeFieldCount && isOptions == IsOptions && fields.SequenceEqual(_fields);
}
