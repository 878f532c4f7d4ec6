namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>The only prefix below a slot, held whole instead of as a chain of nodes.</summary>
/// <param name="High">The prefix's first 64 bits.</param>
/// <param name="Low">Its last 64 bits.</param>
/// <param name="Length">Its length.</param>
/// <param name="Value">The value for keys that it holds.</param>
/// <param name="Otherwise">The value for all others.</param>
internal readonly record struct PrefixTrieTail(ulong High, ulong Low, int Length, int Value, int Otherwise);
