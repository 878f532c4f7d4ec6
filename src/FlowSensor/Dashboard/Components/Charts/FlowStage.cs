namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>A stage on the way from received to stored.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Amount">How much comes into it, in words.</param>
/// <param name="Losses">What of it does not go on.</param>
public sealed record FlowStage(string Name, string Amount, IReadOnlyList<FlowLoss> Losses);
