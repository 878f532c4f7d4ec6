namespace FlowSensor.Engine.Storage;

/// <summary>The answer to a question, with the time it speaks about.</summary>
/// <typeparam name="T">Type of a row.</typeparam>
/// <param name="Rows">The rows.</param>
/// <param name="Spans">How many stored spans were put together.</param>
/// <param name="From">Start of the first of them.</param>
/// <param name="To">End of the last.</param>
public sealed record StoreAnswer<T>(IReadOnlyList<T> Rows, int Spans, DateTimeOffset From, DateTimeOffset To);
