namespace FlowSensor.Engine.Rehearsal;

/// <summary>How often a rule fired.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Before">Incidents by the rules in force.</param>
/// <param name="After">Incidents by the other rules.</param>
/// <param name="Both">Sources that both find, at the same time or not.</param>
/// <param name="Stored">Incidents of the rule that the store has of this time; null where captures are rehearsed.</param>
public sealed record RehearsedRule(string Rule, int Before, int After, int Both, int? Stored);
