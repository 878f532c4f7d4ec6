namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>Values by key, in the order of the file.</summary>
/// <param name="File">The file or environment variable.</param>
/// <param name="Line">Line in the file.</param>
internal sealed record ConfigurationMap(string File, int? Line) : ConfigurationNode(File, Line)
{
    /// <summary>The entries in order; keys are unique.</summary>
    public List<ConfigurationEntry> Entries { get; } = [];

    /// <summary>The value of a key, or null.</summary>
    public ConfigurationEntry? Find(string key) => Entries.Find(entry => entry.Key == key);

    /// <summary>Sets a key, replacing what it had.</summary>
    public void Set(string key, ConfigurationNode value)
    {
        int index = Entries.FindIndex(entry => entry.Key == key);
        ConfigurationEntry entry = new(key, value.File, value.Line, value);
        if (index < 0)
        {
            Entries.Add(entry);
        }
        else
        {
            Entries[index] = entry;
        }
    }
}
