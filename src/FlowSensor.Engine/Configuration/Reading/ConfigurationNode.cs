namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>A value of the configuration before it is given a type, with the place it came from.</summary>
/// <param name="File">The file or environment variable.</param>
/// <param name="Line">Line in the file; null for an environment variable.</param>
internal abstract record ConfigurationNode(string File, int? Line)
{
    /// <summary>True for a value that an environment variable gave.</summary>
    public bool IsEnvironment => Line is null;
}
