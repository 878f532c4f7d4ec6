using System.Globalization;
using FlowSensor.Engine.Reports.Incidents;

namespace FlowSensor.Engine.Abuse.Reporting;

/// <summary>A flow record as a report shows it: addresses are text, since own ones may be pseudonyms.</summary>
/// <param name="First">Start, UTC.</param>
/// <param name="Last">End, UTC.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="SourcePort">Its port.</param>
/// <param name="Destination">Where it went.</param>
/// <param name="DestinationPort">Its port.</param>
/// <param name="Protocol">IP protocol number.</param>
/// <param name="TcpFlags">TCP flags seen.</param>
/// <param name="Packets">Packets observed.</param>
/// <param name="Octets">Octets observed.</param>
/// <param name="Exporter">Who reported it; empty for the sensor's own meter.</param>
public readonly record struct ReportedFlow(
    DateTimeOffset First, DateTimeOffset Last, string Source, int SourcePort, string Destination, int DestinationPort, int Protocol, int TcpFlags,
    long Packets, long Octets, string Exporter)
{
    /// <summary>Names of the columns, in the order of <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["first", "last", "source", "source_port", "destination", "destination_port", "protocol", "tcp_flags", "packets", "octets", "exporter"];

    /// <summary>The record as text.</summary>
    public IReadOnlyList<string> Cells =>
    [
        ReportTime.Utc(First), ReportTime.Utc(Last), Source, Number(SourcePort), Destination, Number(DestinationPort), Number(Protocol), Number(TcpFlags),
        Number(Packets), Number(Octets), Exporter,
    ];

    /// <summary>The record of a row of evidence.</summary>
    /// <param name="flow">The row.</param>
    /// <param name="name">Gives an address as it is to be shown.</param>
    public static ReportedFlow Of(EvidenceFlow flow, Func<Protocols.Addressing.IpAddress, string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new ReportedFlow(
            DateTimeOffset.FromUnixTimeMilliseconds(flow.First), DateTimeOffset.FromUnixTimeMilliseconds(flow.Last), name(flow.Source), flow.SourcePort,
            name(flow.Destination), flow.DestinationPort, flow.Protocol, flow.TcpFlags, flow.Packets, flow.Octets, flow.Exporter.IsNone ? "" : flow.Exporter.ToString());
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
