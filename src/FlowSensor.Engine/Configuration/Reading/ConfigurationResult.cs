namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>What reading a configuration gave: options to run with, or every problem found.</summary>
/// <param name="Options">The options; only to be used when there are no problems.</param>
/// <param name="Problems">All problems, in the order of the file.</param>
/// <param name="File">The file read; null when only defaults and the environment were used.</param>
public sealed record ConfigurationResult(SensorOptions Options, IReadOnlyList<ConfigurationProblem> Problems, string? File)
{
    /// <summary>True when the options can be used.</summary>
    public bool IsValid => Problems.Count == 0;
}
