using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Capture.Udp;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class UdpReceiverTests
{
    public static TheoryData<string, bool> Kinds => new()
    {
        { "127.0.0.1", true }, { "::1", true }, { "127.0.0.1", false }, { "::1", false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Receive_SeveralSizes_GivesPayloadSenderAndTime(string address, bool native)
    {
        using UdpReceiver receiver = Open(address, native);
        using Socket sender = Sender(receiver);
        int[] sizes = [0, 1, 1_400, 9_000, 65_507];
        foreach (int size in sizes)
        {
            byte[] payload = new byte[size];
            Array.Fill(payload, (byte)size);
            sender.Send(payload);
        }

        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 60_000;
        int seen = 0;
        for (int tries = 0; seen < sizes.Length && tries < 100; tries++)
        {
            int count = receiver.Receive();
            for (int i = 0; i < count; i++, seen++)
            {
                ReadOnlySpan<byte> payload = receiver.Payload(i);
                Assert.Equal(sizes[seen], payload.Length);
                Assert.Equal(-1, payload.IndexOfAnyExcept((byte)sizes[seen]));
                DatagramHeader header = receiver.Header(i);
                Assert.Equal(IpAddress.Parse(address), new IpAddress(header.SourceHigh, header.SourceLow));
                Assert.Equal(((IPEndPoint)sender.LocalEndPoint!).Port, header.SourcePort);
                Assert.InRange(header.ArrivalNanoseconds / 1_000_000, before, before + 240_000);
                Assert.False(header.Truncated);
            }
        }

        Assert.Equal(sizes.Length, seen);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Receive_LongerThanTheSlot_IsCutAndMarked(string address, bool native)
    {
        using UdpReceiver receiver = Open(address, native, maxDatagram: 100);
        using Socket sender = Sender(receiver);
        sender.Send(new byte[101]);
        Assert.Equal(1, ReceiveSome(receiver));
        Assert.True(receiver.Header(0).Truncated);
        Assert.Equal(100, receiver.Payload(0).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Receive_NothingSent_ReturnsZero(bool native)
    {
        using UdpReceiver receiver = Open("127.0.0.1", native);
        Assert.Equal(0, receiver.Receive());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_PortInUse_SaysSo(string address, bool native)
    {
        using UdpReceiver first = Open(address, native);
        CaptureException exception = Assert.Throws<CaptureException>(() => Create(
            native, new UdpReceiverOptions { Endpoint = first.LocalEndpoint, AllowGroup = true }).Dispose());
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"UDP {first.LocalEndpoint} is already in use by another program; stop that program or listen on another port."),
            exception.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_AddressOfNobody_SaysSo(bool native)
    {
        CaptureException exception = Assert.Throws<CaptureException>(() => Open("192.0.2.77", native).Dispose());
        Assert.Contains("no such address", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyOfBothFamilies_ShareAPort()
    {
        using UdpReceiver inet = UdpReceiver.Open(new UdpReceiverOptions { Endpoint = new IPEndPoint(IPAddress.Any, 0) });
        using UdpReceiver inet6 = UdpReceiver.Open(
            new UdpReceiverOptions { Endpoint = new IPEndPoint(IPAddress.IPv6Any, inet.LocalEndpoint.Port) });
        Assert.Equal(inet.LocalEndpoint.Port, inet6.LocalEndpoint.Port);
    }

    [Fact]
    public void KernelDrops_TinyBuffer_CountsWhatIsMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int Sent = 2_000;
        using UdpReceiver receiver = UdpReceiver.Open(
            new UdpReceiverOptions { Endpoint = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBuffer = 4_096 });
        Assert.InRange(receiver.ReceiveBuffer, 1, 65_536);
        using Socket sender = Sender(receiver);
        byte[] payload = new byte[1_000];
        for (int i = 0; i < Sent; i++)
        {
            sender.Send(payload);
        }

        receiver.RefreshKernelDrops();
        long early = receiver.KernelDrops;
        long seen = 0;
        for (int count = receiver.Receive(); count > 0; count = receiver.Receive())
        {
            seen += count;
        }

        Assert.True(early > 0);
        Assert.Equal(Sent, seen + receiver.KernelDrops);

        // The control message of a later datagram tells the same as the question did.
        sender.Send(payload);
        Assert.Equal(1, ReceiveSome(receiver));
        Assert.Equal(early, receiver.KernelDrops);
    }

    [Fact]
    public void Receive_SteadyState_AllocatesNothing()
    {
        using UdpReceiver receiver = Open("127.0.0.1", true);
        using Socket sender = Sender(receiver);
        byte[] payload = new byte[1_400];
        long allocated = 0;
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < 50; i++)
            {
                sender.Send(payload);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            int seen = 0;
            ulong sum = 0;
            while (seen < 50)
            {
                int count = receiver.Receive();
                for (int i = 0; i < count; i++)
                {
                    sum += receiver.Header(i).SourceLow + (ulong)receiver.Payload(i).Length;
                }

                seen += count;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.NotEqual(0UL, sum);
        }

        Assert.Equal(0, allocated);
    }

    private static UdpReceiver Open(string address, bool native, int maxDatagram = UdpReceiverOptions.LargestDatagram) => Create(native, new()
    {
        Endpoint = new IPEndPoint(IPAddress.Parse(address), 0),
        ReceiveBuffer = 1 << 20,
        MaxDatagram = maxDatagram,
    });

    private static UdpReceiver Create(bool native, UdpReceiverOptions options) =>
        native ? UdpReceiver.Open(options) : new PlainUdpReceiver(options);

    private static Socket Sender(UdpReceiver receiver)
    {
        Socket sender = new(receiver.LocalEndpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver.LocalEndpoint);
        return sender;
    }

    private static int ReceiveSome(UdpReceiver receiver)
    {
        int count = 0;
        for (int tries = 0; count == 0 && tries < 100; tries++)
        {
            count = receiver.Receive();
        }

        return count;
    }
}
