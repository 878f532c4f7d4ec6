namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>One key of a map with its value.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="File">The file or environment variable of the key.</param>
/// <param name="Line">Line of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfigurationEntry(string Key, string File, int? Line, ConfigurationNode Value);
