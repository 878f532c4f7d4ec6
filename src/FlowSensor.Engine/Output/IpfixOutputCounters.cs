using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Output;

/// <summary>The account of a flow output: records given = sent + those of failed datagrams + not encodable + those waiting.</summary>
/// <param name="Records">Records put into datagrams.</param>
/// <param name="NotEncodable">Records the format has no place for (IPv6 in NetFlow v5).</param>
/// <param name="Datagrams">Datagrams handed to the network.</param>
/// <param name="Failed">Datagrams the network refused, for example because nobody listens at the collector.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpfixOutputCounters(long Records, long NotEncodable, long Datagrams, long Failed);
