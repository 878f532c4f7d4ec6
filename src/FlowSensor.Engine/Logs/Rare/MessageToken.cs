namespace FlowSensor.Engine.Logs.Rare;

/// <summary>One token of a message, as <see cref="MessageTokenizer"/> sees it.</summary>
/// <param name="Start">Where its octets begin in the message.</param>
/// <param name="Length">How many are shown of it: a word up to a bracket in it, the name and <c>=</c> of a key.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hash">Of the word or key without punctuation around it; 0 for a value.</param>
internal readonly record struct MessageToken(int Start, int Length, MessageTokenKind Kind, ulong Hash);
