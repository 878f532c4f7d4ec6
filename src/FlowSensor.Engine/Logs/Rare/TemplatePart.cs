namespace FlowSensor.Engine.Logs.Rare;

/// <summary>A part of a template.</summary>
/// <param name="Text">As it is shown.</param>
/// <param name="Hash">Of the word; 0 where lines differ.</param>
public readonly record struct TemplatePart(string Text, ulong Hash);
