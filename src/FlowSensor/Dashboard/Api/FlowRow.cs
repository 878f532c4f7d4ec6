using FlowSensor.Engine.Reports.Incidents;


namespace FlowSensor.Dashboard.Api;

/// <summary>A flow record kept as evidence, in the words of <c>flowsensor decode</c>.</summary>
internal sealed record FlowRow(
    DateTimeOffset First, DateTimeOffset Last, string Src, int SrcPort, string Dst, int DstPort, int Protocol, int TcpFlags, long Packets, long Octets, string? Exporter, string? NextHop)
{
    /// <summary>The row of a record.</summary>
    public static FlowRow Of(EvidenceFlow flow) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(flow.First), DateTimeOffset.FromUnixTimeMilliseconds(flow.Last), flow.Source.ToString(), flow.SourcePort,
        flow.Destination.ToString(), flow.DestinationPort, flow.Protocol, flow.TcpFlags, flow.Packets, flow.Octets,
        flow.Exporter.IsNone ? null : flow.Exporter.ToString(), flow.NextHop.IsNone ? null : flow.NextHop.ToString());
}
