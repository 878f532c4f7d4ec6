namespace FlowSensor.Engine.Detection;

/// <summary>One feature's part in the severity of an incident.</summary>
/// <param name="Feature">Name of the feature, such as <c>intensity</c>.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Points">What it adds to the severity; negative for what speaks against an incident.</param>
/// <param name="Words">The same as a sentence for people.</param>
public readonly record struct Contribution(string Feature, double Value, int Points, string Words);
