namespace FlowSensor.Protocols.Flows;

/// <summary>The templates of one observation domain, bounded in number; the one used last is found without a search.</summary>
public sealed class TemplateTable
{
    /// <summary>The most fields a template may have; the longest seen in the field has under 100.</summary>
    public const int MaxFields = 1024;

    private readonly Dictionary<ushort, Template> _templates = [];
    private readonly int _capacity;
    private Template? _latest;

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">The most templates kept; a further one is refused.</param>
    public TemplateTable(int capacity)
    {
        _capacity = capacity;
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
    /// <returns>False when the table is full.</returns>
    public bool TryPut(Template template)
    {
        if (_templates.Count >= _capacity && !_templates.ContainsKey(template.Id))
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
        return _templates.Remove(id);
    }

    /// <summary>Forgets all templates, or all options templates.</summary>
    public void RemoveAll(bool options)
    {
        _latest = null;
        foreach (Template template in _templates.Values.Where(t => t.IsOptions == options).ToArray())
        {
            _templates.Remove(template.Id);
        }
    }
}
