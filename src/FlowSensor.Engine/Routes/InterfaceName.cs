namespace FlowSensor.Engine.Routes;

/// <summary>What a router says about an interface (RFC 2863 6).</summary>
/// <param name="Name">ifName, or ifDescr where there is none.</param>
/// <param name="Alias">ifAlias: the operator's own words.</param>
/// <param name="MegabitsPerSecond">ifHighSpeed in Mbit/s; 0 when unknown.</param>
public sealed record InterfaceName(string Name, string Alias, long MegabitsPerSecond);
