namespace FlowSensor.Protocols.Flows;

/// <summary>The templates of one observation domain; the one used last is found without a search.</summary>
public sealed class TemplateTable
{
    /// <summary>The most fields a template may have; the longest seen in the field has under 100.</summary>
    public const int MaxFields = 1024;

    private readonly Dictionary<ushort, Template> _templates = [];
    private readonly TemplateBudget _budget;
    private Template? _latest;

    /// <summary>Makes an empty table.</summary>
    /// <param name="budget">Room for its templates; one that finds none is refused.</param>
    public TemplateTable(TemplateBudget budget)
    {
        _budget = budget;
    }

    /// <summary>Number of templates known.</summary>
    public int Count => _templates.Count;

    /// <summary>All templates, in no particular order.</summary>
    public IEnumerable<Template> All => _templates.Values;

    /// <summary>The template of an id, or null.</summary>
    public Template? Find(ushort id)
    {
        Template? latest = _latest;
        if (latest is not null && latest.Id == id)
        {
            return latest;
        }

        if (_templates.TryGetValue(id, out Template? template))
        {
            _latest = template;
        }

        return template;
    }

    /// <summary>Keeps a template, in place of an older one with its id.</summary>
    /// <returns>False when there is no room; an older one of the id is then gone too, since its records are no longer sent.</returns>
    public bool TryPut(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        Remove(template.Id);
        if (!_budget.TryTake(template))
        {
            return false;
        }

        _templates[template.Id] = template;
        _latest = template;
        return true;
    }

    /// <summary>Forgets one template.</summary>
    public bool Remove(ushort id)
    {
        _latest = null;
        if (!_templates.Remove(id, out Template? template))
        {
            return false;
        }

        _budget.GiveBack(template);
        return true;
    }

    /// <summary>Forgets all templates, or all options templates.</summary>
    public void RemoveAll(bool options) => RemoveWhere(template => template.IsOptions == options);

    /// <summary>Forgets everything.</summary>
    public void Clear() => RemoveWhere(_ => true);

    /// <summary>Forgets templates that were announced last before a time.</summary>
    /// <param name="before">Export time, Unix milliseconds.</param>
    public void Expire(long before) => RemoveWhere(template => template.LastAnnounced < before);

    private void RemoveWhere(Func<Template, bool> condition)
    {
        foreach (Template template in _templates.Values.Where(condition).ToArray())
        {
            Remove(template.Id);
        }
    }
}
