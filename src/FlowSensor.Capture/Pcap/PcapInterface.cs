using System.Net;

namespace FlowSensor.Capture.Pcap;

/// <summary>An interface that libpcap can capture from.</summary>
/// <param name="Name">Name as <see cref="PcapOptions.Interface"/> takes it.</param>
/// <param name="Description">What the system says of it; empty when nothing.</param>
/// <param name="IsUp">The interface is up.</param>
/// <param name="IsLoopback">The interface is a loopback.</param>
/// <param name="Addresses">Its IPv4 and IPv6 addresses.</param>
public sealed record PcapInterface(string Name, string Description, bool IsUp, bool IsLoopback, IReadOnlyList<IPAddress> Addresses);
