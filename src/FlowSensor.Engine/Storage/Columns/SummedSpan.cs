namespace FlowSensor.Engine.Storage.Columns;

/// <summary>What some sources have in one span.</summary>
/// <param name="Start">Its start, Unix milliseconds.</param>
/// <param name="End">Its end.</param>
/// <param name="Rows">Rows of the sources; good until the next span.</param>
/// <param name="Values">What each has.</param>
internal readonly record struct SummedSpan(long Start, long End, ReadOnlyMemory<int> Rows, ReadOnlyMemory<long> Values);
