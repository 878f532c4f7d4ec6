using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Udp;

/// <summary>
/// The control messages of a datagram: <c>cmsghdr</c> (length 8, level 4, type 4) followed by the data, each padded to eight bytes.
/// </summary>
/// <param name="ArrivalNanoseconds">SCM_TIMESTAMPNS as Unix nanoseconds; 0 when absent.</param>
/// <param name="Drops">SO_RXQ_OVFL, the socket's drop counter when the datagram was queued; 0 when absent, as long as nothing was dropped.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ControlMessages(long ArrivalNanoseconds, uint Drops)
{
    private const int HeaderSize = 16;

    public static ControlMessages Read(ReadOnlySpan<byte> control)
    {
        long arrival = 0;
        uint drops = 0;
        while (control.Length >= HeaderSize)
        {
            ulong length = MemoryMarshal.Read<ulong>(control);
            if (length < HeaderSize || length > (ulong)control.Length)
            {
                break;
            }

            int level = MemoryMarshal.Read<int>(control[8..]);
            int type = MemoryMarshal.Read<int>(control[12..]);
            ReadOnlySpan<byte> data = control[HeaderSize..(int)length];
            if (level == LibC.SolSocket && type == LibC.SoTimestampNanoseconds && data.Length >= 16)
            {
                arrival = (MemoryMarshal.Read<long>(data) * 1_000_000_000) + MemoryMarshal.Read<long>(data[8..]);
            }
            else if (level == LibC.SolSocket && type == LibC.SoReceiveQueueOverflow && data.Length >= 4)
            {
                drops = MemoryMarshal.Read<uint>(data);
            }

            int step = ((int)length + 7) & ~7;
            control = step < control.Length ? control[step..] : default;
        }

        return new ControlMessages(arrival, drops);
    }
}
