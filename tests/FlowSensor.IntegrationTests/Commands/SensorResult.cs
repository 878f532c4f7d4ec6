namespace FlowSensor.IntegrationTests.Commands;

/// <summary>How a command ended and what it said.</summary>
internal sealed record SensorResult(int ExitCode, string Output, string Error);
