namespace FlowSensor.Capture.Pcap;

/// <summary>Filters in the language of pcap-filter(7).</summary>
public static unsafe class PcapFilter
{
    /// <summary>Compiles a filter without opening an interface.</summary>
    /// <param name="filter">The filter's text.</param>
    /// <param name="linkType">Link type it is meant for; 1 is Ethernet.</param>
    /// <exception cref="CaptureException">The text is no filter, or libpcap is missing.</exception>
    public static void Check(string filter, int linkType = 1)
    {
        PcapLibrary.Require();
        using PcapHandle handle = PcapNative.OpenDead(linkType, 65_535);
        PcapProgram program = Compile(handle, filter);
        PcapNative.FreeCode(&program);
    }

    internal static void Set(PcapHandle handle, string name, string filter)
    {
        PcapProgram program = Compile(handle, filter);
        int status = PcapNative.SetFilter(handle, &program);
        PcapNative.FreeCode(&program);
        if (status != 0)
        {
            throw PcapErrors.Failed(handle, name);
        }
    }

    private static PcapProgram Compile(PcapHandle handle, string filter)
    {
        PcapProgram program = default;
        return PcapNative.Compile(handle, &program, filter, 1, PcapNative.NetmaskUnknown) == 0
            ? program
            : throw PcapErrors.BadFilter(handle, filter);
    }
}
