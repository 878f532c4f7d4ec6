namespace FlowSensor.Engine.Routes.Lookup;

/// <summary>A route in 40 octets: a full table has a million of them, but few next hops.</summary>
internal readonly record struct RouteEntry(
    ulong High, ulong Low, int NextHop, int Interface, int AgeSeconds, int Metric, byte MappedLength, byte Kind, byte Protocol);
