namespace FlowSensor.Dashboard.Answers;

/// <summary>As many long lists are being sent as there is room for.</summary>
internal sealed class LongListsFullException() : Exception("Other long lists of sources are being sent; ask again when they are through, or for at most 1,000 rows.");
