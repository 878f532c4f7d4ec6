namespace FlowSensor.Engine.Output.Spool;

/// <summary>A batch as it was appended; what its octets mean, only its output knows.</summary>
/// <param name="Sequence">Number of the batch in its spool: ascending, never used twice as long as the spool's folder lives.</param>
/// <param name="CreatedMs">When it was appended, Unix milliseconds.</param>
/// <param name="Items">Points, rows or whatever the output counts.</param>
/// <param name="Headers">Names and values that go with it, such as the kind of its content.</param>
/// <param name="Payload">The octets.</param>
internal sealed record SpoolBatch(
    ulong Sequence, long CreatedMs, int Items, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Payload);
