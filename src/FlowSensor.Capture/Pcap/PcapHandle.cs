using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary>Owns a <c>pcap_t</c>.</summary>
internal sealed class PcapHandle : SafeHandle
{
    public PcapHandle()
        : base(0, true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        PcapNative.Close(handle);
        return true;
    }
}
