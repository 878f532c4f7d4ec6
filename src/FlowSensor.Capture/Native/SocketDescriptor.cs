using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Capture.Native;

/// <summary>Owns the file descriptor of a socket.</summary>
internal sealed class SocketDescriptor : SafeHandleMinusOneIsInvalid
{
    public SocketDescriptor()
        : base(true)
    {
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
