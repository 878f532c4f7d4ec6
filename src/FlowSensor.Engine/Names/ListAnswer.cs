namespace FlowSensor.Engine.Names;

/// <summary>What a block list answered.</summary>
/// <param name="Zone">The list.</param>
/// <param name="State">What that means.</param>
/// <param name="Detail">Its codes and its words where it lists the host; why nothing is known where it is not.</param>
public sealed record ListAnswer(string Zone, ListState State, string Detail);
