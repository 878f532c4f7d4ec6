namespace FlowSensor.Dashboard.Components.Charts;

/// <summary>What is lost at one stage for one cause.</summary>
/// <param name="Name">The cause.</param>
/// <param name="Amount">How much, in words.</param>
/// <param name="Share">Part of what came into the stage, 0 to 1.</param>
public sealed record FlowLoss(string Name, string Amount, double Share);
