using System.Net;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Pcap;

/// <summary>The interfaces of this machine as libpcap lists them.</summary>
public static unsafe class PcapInterfaces
{
    /// <summary>Lists the interfaces this user may capture from.</summary>
    /// <exception cref="CaptureException">libpcap is missing or cannot list them.</exception>
    public static IReadOnlyList<PcapInterface> List()
    {
        PcapLibrary.Require();
        byte* error = stackalloc byte[PcapNative.ErrorBufferSize];
        PcapInterfaceEntry* first = null;
        if (PcapNative.FindInterfaces(&first, error) != 0)
        {
            throw new CaptureException($"The interfaces of this machine cannot be listed: {PcapErrors.Text(error)}.");
        }

        List<PcapInterface> interfaces = [];
        for (PcapInterfaceEntry* entry = first; entry is not null; entry = entry->Next)
        {
            interfaces.Add(new PcapInterface(
                PcapErrors.Text(entry->Name),
                PcapErrors.Text(entry->Description),
                (entry->Flags & PcapInterfaceEntry.Up) != 0,
                (entry->Flags & PcapInterfaceEntry.Loopback) != 0,
                Addresses(entry->Addresses)));
        }

        PcapNative.FreeInterfaces(first);
        return interfaces;
    }

    private static List<IPAddress> Addresses(PcapAddressEntry* entry)
    {
        List<IPAddress> addresses = [];
        for (; entry is not null; entry = entry->Next)
        {
            if (entry->Address is null || !OperatingSystem.IsLinux())
            {
                continue;
            }

            ushort family = MemoryMarshal.Read<ushort>(new ReadOnlySpan<byte>(entry->Address, sizeof(ushort)));
            if (family == LibC.AddressFamilyInet)
            {
                addresses.Add(new IPAddress(new ReadOnlySpan<byte>(entry->Address + 4, 4)));
            }
            else if (family == LibC.AddressFamilyInet6)
            {
                addresses.Add(new IPAddress(new ReadOnlySpan<byte>(entry->Address + 8, 16)));
            }
        }

        return addresses;
    }
}
