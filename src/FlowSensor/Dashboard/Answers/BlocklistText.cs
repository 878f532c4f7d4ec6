namespace FlowSensor.Dashboard.Answers;

/// <summary>A block list in the form of a program.</summary>
/// <param name="Format">The form.</param>
/// <param name="Text">The list.</param>
/// <param name="Entries">Entries on it.</param>
/// <param name="Unfit">Entries that the form does not take.</param>
/// <param name="LeftOut">Sources that are not on it, by cause.</param>
internal sealed record BlocklistText(string Format, string Text, int Entries, int Unfit, IReadOnlyDictionary<string, int> LeftOut);
