using FlowSensor.Engine.Storage;

namespace FlowSensor.Engine.Tests.Storage;

/// <summary>An item that nothing writes: the writer fails with it, which is no failure of the disk.</summary>
internal sealed record Unwritten : StoredItem;
