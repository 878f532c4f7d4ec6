using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Pcap;

/// <summary>
/// Live packets of one interface through libpcap. Needs CAP_NET_RAW and nothing else. The kernel's buffer is read in place: a packet handed
/// to the sink lies in the ring shared with the kernel.
/// </summary>
public sealed unsafe class PcapPacketSource : IPacketSource
{
    private readonly PcapHandle _handle;
    private readonly long _fractionToNanoseconds;
    private readonly int _descriptor;
    private GCHandle<PcapPacketSource> _self;
    private IPacketSink? _sink;
    private ExceptionDispatchInfo? _thrown;
    private PcapCounters _last;
    private long _delivered;
    private long _seen;
    private long _kernelDropped;
    private long _interfaceDropped;

    private PcapPacketSource(PcapHandle handle, string name)
    {
        _handle = handle;
        Name = name;
        LinkType = PcapNative.DataLink(handle);
        _fractionToNanoseconds = PcapNative.GetTimestampPrecision(handle) == PcapNative.NanosecondPrecision ? 1 : 1_000;
        _descriptor = PcapNative.GetSelectableDescriptor(handle);
        _self = new GCHandle<PcapPacketSource>(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int LinkType { get; }

    /// <summary>Opens an interface and begins to capture.</summary>
    /// <exception cref="CaptureException">libpcap is missing, the interface is not there or not permitted, the filter is wrong.</exception>
    public static PcapPacketSource Open(PcapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PcapLibrary.Require();
        string name = options.Interface;
        byte* error = stackalloc byte[PcapNative.ErrorBufferSize];
        PcapHandle handle = PcapNative.Create(name, error);
        try
        {
            if (handle.IsInvalid)
            {
                throw new CaptureException($"Interface {name} cannot be captured from: {PcapErrors.Text(error)}.");
            }

            _ = PcapNative.SetSnapLength(handle, options.SnapLength);
            _ = PcapNative.SetPromiscuous(handle, options.Promiscuous ? 1 : 0);
            _ = PcapNative.SetTimeout(handle, Math.Max(1, (int)options.BlockTimeout.TotalMilliseconds));
            _ = PcapNative.SetBufferSize(handle, options.Buffer);
            _ = PcapNative.SetImmediateMode(handle, options.Immediate ? 1 : 0);

            // Where nanoseconds are not to be had, microseconds stay.
            _ = PcapNative.SetTimestampPrecision(handle, PcapNative.NanosecondPrecision);

            // Positive codes are warnings, for example that promiscuous mode is not supported.
            int status = PcapNative.Activate(handle);
            if (status < 0)
            {
                throw PcapErrors.NotOpened(handle, name, (PcapStatus)status);
            }

            if (options.Filter is { Length: > 0 } filter)
            {
                PcapFilter.Set(handle, name, filter);
            }

            if (PcapNative.SetNonBlocking(handle, 1, error) != 0)
            {
                throw new CaptureException($"Interface {name} cannot be captured from: {PcapErrors.Text(error)}.");
            }

            return new PcapPacketSource(handle, name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Receive(IPacketSink sink, int most, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        int count = Dispatch(sink, most);
        if (count > 0 || wait <= TimeSpan.Zero)
        {
            return count;
        }

        PollDescriptor descriptor = new() { Descriptor = _descriptor, Wanted = LibC.PollIn };
        return LibC.Poll(&descriptor, 1, (int)wait.TotalMilliseconds) > 0 ? Dispatch(sink, most) : 0;
    }

    /// <inheritdoc/>
    public PacketSourceStatistics ReadStatistics()
    {
        PcapCounters now;
        if (PcapNative.Statistics(_handle, &now) == 0)
        {
            _seen += now.Received - _last.Received;
            _kernelDropped += now.Dropped - _last.Dropped;
            _interfaceDropped += now.InterfaceDropped - _last.InterfaceDropped;
            _last = now;
        }

        return new PacketSourceStatistics(_delivered, _seen, _kernelDropped, _interfaceDropped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        _self.Dispose();
    }

    private int Dispatch(IPacketSink sink, int most)
    {
        long before = _delivered;
        _sink = sink;
        int count = PcapNative.Dispatch(_handle, most, &OnPacket, GCHandle<PcapPacketSource>.ToIntPtr(_self));
        _sink = null;
        if (_thrown is { } thrown)
        {
            _thrown = null;
            thrown.Throw();
        }

        return count >= 0 || count == (int)PcapStatus.Break ? (int)(_delivered - before) : throw PcapErrors.Failed(_handle, Name);
    }

    // An exception must not cross libpcap's frames: it waits until the loop has ended.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPacket(nint user, PcapPacketHeader* header, byte* data)
    {
        PcapPacketSource source = GCHandle<PcapPacketSource>.FromIntPtr(user).Target;
        if (source._thrown is not null || source._sink is null)
        {
            return;
        }

        source._delivered++;
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the other side of libpcap.
        try
        {
            long time = (header->Seconds * 1_000_000_000) + (header->Fraction * source._fractionToNanoseconds);
            source._sink.OnPacket(new CapturedPacket(
                new ReadOnlySpan<byte>(data, (int)header->CapturedLength), time, (int)header->WireLength, source.LinkType));
        }
        catch (Exception exception)
        {
            source._thrown = ExceptionDispatchInfo.Capture(exception);
            PcapNative.BreakLoop(source._handle);
        }
#pragma warning restore CA1031
    }
}
