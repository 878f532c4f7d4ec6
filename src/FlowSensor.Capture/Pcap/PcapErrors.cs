using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary>Turns what libpcap answers into sentences.</summary>
internal static unsafe class PcapErrors
{
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    public static CaptureException NotOpened(PcapHandle handle, string name, PcapStatus status) => new(status switch
    {
        PcapStatus.NoSuchDevice =>
            $"There is no interface {name} to capture from; `ip link` lists those there are.",
        PcapStatus.PermissionDenied or PcapStatus.PromiscuousDenied =>
            $"Capturing from interface {name} is not permitted to this user; run as root or grant the program CAP_NET_RAW.",
        PcapStatus.InterfaceNotUp =>
            $"Interface {name} is not up; bring it up with `ip link set {name} up`.",
        _ => $"Interface {name} cannot be captured from: {Detail(handle, status)}.",
    });

    public static CaptureException Failed(PcapHandle handle, string name) =>
        new($"Capturing from interface {name} has failed: {Text(PcapNative.GetError(handle))}.");

    public static CaptureException BadFilter(PcapHandle handle, string filter) =>
        new($"The capture filter \"{filter}\" is not valid: {Text(PcapNative.GetError(handle))}; see pcap-filter(7).");

    private static string Detail(PcapHandle handle, PcapStatus status)
    {
        string detail = Text(PcapNative.GetError(handle));
        return detail.Length > 0 ? detail : Text(PcapNative.StatusText((int)status));
    }
}
