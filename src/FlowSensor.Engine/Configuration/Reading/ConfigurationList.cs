namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>A list of values.</summary>
/// <param name="File">The file or environment variable.</param>
/// <param name="Line">Line in the file.</param>
internal sealed record ConfigurationList(string File, int? Line) : ConfigurationNode(File, Line)
{
    /// <summary>The values in order.</summary>
    public List<ConfigurationNode> Items { get; } = [];
}
