using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Metering;

/// <summary>The account of a flow cache: packets = those of emitted flows + those of flows held.</summary>
/// <param name="Packets">Packets accounted.</param>
/// <param name="Octets">Their layer 3 octets.</param>
/// <param name="Duplicates">Packets recognised as second copies and left out.</param>
/// <param name="Held">Flows in the cache now.</param>
/// <param name="Emitted">Flows emitted.</param>
/// <param name="EmittedEarly">Flows of <paramref name="Emitted"/> that had to go because the cache was full.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FlowCacheCounters(long Packets, long Octets, long Duplicates, int Held, long Emitted, long EmittedEarly);
