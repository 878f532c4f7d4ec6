namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Room for templates, shared by all observation domains of a collector. It limits their number and, since a hostile template
/// can name a thousand fields, the sum of their fields.
/// </summary>
public sealed class TemplateBudget
{
    // Templates of real exporters have 10 to 60 fields.
    private const int FieldsPerTemplate = 40;

    private readonly int _maxTemplates;
    private readonly long _maxFields;
    private long _fields;

    /// <summary>Makes room.</summary>
    /// <param name="maxTemplates">The most templates.</param>
    public TemplateBudget(int maxTemplates)
    {
        _maxTemplates = maxTemplates;
        _maxFields = Math.Max((long)maxTemplates * FieldsPerTemplate, TemplateTable.MaxFields);
    }

    /// <summary>Templates kept.</summary>
    public int Used { get; private set; }

    internal bool TryTake(Template template)
    {
        if (Used >= _maxTemplates || _fields + template.Fields.Length > _maxFields)
        {
            return false;
        }

        Used++;
        _fields += template.Fields.Length;
        return true;
    }

    internal void GiveBack(Template template)
    {
        Used--;
        _fields -= template.Fields.Length;
    }
}
