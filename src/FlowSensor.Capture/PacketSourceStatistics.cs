using System.Runtime.InteropServices;

namespace FlowSensor.Capture;

/// <summary>The account of a packet source since it was opened.</summary>
/// <param name="Delivered">Packets handed over.</param>
/// <param name="Seen">Packets that passed the filter as the kernel counts them: delivered, dropped, and still waiting.</param>
/// <param name="KernelDropped">Packets that passed the filter and found the capture buffer full.</param>
/// <param name="InterfaceDropped">Packets the interface or its driver dropped before the filter, where the system tells.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PacketSourceStatistics(long Delivered, long Seen, long KernelDropped, long InterfaceDropped);
