namespace FlowSensor.Engine.RelayTesting;

/// <summary>A pattern and what the server said to it.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Answer">What it means.</param>
/// <param name="Reply">The reply, one line of printable ASCII; empty when there was none.</param>
public sealed record RelayResult(RelayPattern Pattern, RelayAnswer Answer, string Reply);
