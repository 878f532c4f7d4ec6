using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Engine.Collection;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Collection;

public sealed class DatagramReceiverTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("127.0.0.1", 3)]
    [InlineData("::1", 2)]
    public void TryTake_ManySenders_EveryDatagramOnceAndInOrder(string address, int threads)
    {
        const int Senders = 16;
        const int Each = 200;
        using DatagramReceiver receiver = new(new DatagramReceiverOptions
        {
            Listen = [new IPEndPoint(IPAddress.Parse(address), 0)],
            Threads = threads,
            ReceiveBuffer = 16 << 20,
        });
        receiver.Start();
        Dictionary<int, int> next = [];
        List<Socket> senders = [];
        byte[] payload = new byte[1_000];
        for (int s = 0; s < Senders; s++)
        {
            Socket sender = Sender(receiver.Listeners[0]);
            senders.Add(sender);
            next[((IPEndPoint)sender.LocalEndPoint!).Port] = 0;
        }

        for (int i = 0; i < Each; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(payload, i);
            senders.ForEach(sender => sender.Send(payload));
        }

        int seen = 0;
        while (seen < Senders * Each && receiver.TryTake(out DatagramBatch? batch, Wait))
        {
            for (int i = 0; i < batch.Count; i++, seen++)
            {
                Assert.Equal(IpAddress.Parse(address), batch.Source(i));
                Assert.Equal(next[batch.SourcePort(i)]++, BinaryPrimitives.ReadInt32BigEndian(batch.Payload(i)));
                Assert.Equal(1_000, batch.Payload(i).Length);
                Assert.True(batch.ArrivalMs(i) > 1_600_000_000_000);
            }

            Assert.Equal(0, batch.Listener);
            receiver.Return(batch);
        }

        senders.ForEach(sender => sender.Dispose());
        receiver.Stop();
        DatagramReceiverCounters counters = receiver.Counters(0);
        Assert.Equal(Senders * Each, seen);
        Assert.Equal(Senders * Each, counters.Received);
        Assert.Equal(Senders * Each * 1_000, counters.Octets);
        Assert.Equal(0, counters.QueueFull + counters.KernelDropped + counters.Truncated);
        Assert.Null(receiver.Failure);
    }

    [Fact]
    public void TryTake_ConsumerAsleep_ReceivedIsTakenPlusQueueFullPlusKernelDropped()
    {
        const int Sent = 5_000;
        using DatagramReceiver receiver = new(new DatagramReceiverOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            ReceiveBuffer = 64 << 10,
            MaxBatches = 2,
            BatchDatagrams = 100,
            PatienceWhenFull = TimeSpan.FromMilliseconds(1),
        });
        receiver.Start();
        using Socket sender = Sender(receiver.Listeners[0]);
        byte[] payload = new byte[500];
        for (int i = 0; i < Sent; i++)
        {
            sender.Send(payload);
        }

        receiver.Stop();
        int taken = 0;
        while (receiver.TryTake(out DatagramBatch? batch, TimeSpan.Zero))
        {
            taken += batch.Count;
            receiver.Return(batch);
        }

        DatagramReceiverCounters counters = receiver.Counters(0);
        Assert.InRange(taken, 1, 200);
        Assert.True(counters.QueueFull > 0);
        Assert.Equal(counters.Received, taken + counters.QueueFull);
        Assert.Equal(Sent, counters.Received + counters.KernelDropped);
    }

    [Fact]
    public void TryTake_ConsumerIsBehind_WhatFollowsDoesNotWaitForAFullBatch()
    {
        using DatagramReceiver receiver = new(new DatagramReceiverOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Threads = 1,
            ReceiveTimeout = TimeSpan.FromSeconds(8),
        });
        receiver.Start();
        using Socket sender = Sender(receiver.Listeners[0]);
        sender.Send([1]);
        Assert.True(receiver.Filled.WaitOne(Wait));

        // The first stays untaken, so that the second begins a batch that waits; the third comes when that has waited long enough.
        sender.Send([2]);
        Thread.Sleep(TimeSpan.FromSeconds(1));
        sender.Send([3]);

        Assert.True(receiver.TryTake(out DatagramBatch? first, Wait));
        Assert.True(receiver.TryTake(out DatagramBatch? second, TimeSpan.FromSeconds(5)));
        Assert.Equal((1, 2), (first.Count, second.Count));
    }

    [Fact]
    public void TryTake_LargestDatagrams_ArriveWhole()
    {
        using DatagramReceiver receiver = new(new DatagramReceiverOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            BatchOctets = 65_535,
        });
        receiver.Start();
        using Socket sender = Sender(receiver.Listeners[0]);
        byte[] payload = new byte[65_507];
        for (int i = 0; i < 20; i++)
        {
            payload[^1] = (byte)i;
            sender.Send(payload);
        }

        for (int i = 0; i < 20; i++)
        {
            Assert.True(receiver.TryTake(out DatagramBatch? batch, Wait));
            Assert.Equal(1, batch.Count);
            Assert.Equal(65_507, batch.Payload(0).Length);
            Assert.Equal(i, batch.Payload(0)[^1]);
            receiver.Return(batch);
        }
    }

    [Fact]
    public void TryTake_TwoListeners_BatchNamesItsListener()
    {
        using DatagramReceiver receiver = new(new DatagramReceiverOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 0)],
        });
        receiver.Start();
        using Socket sender = Sender(receiver.Listeners[1]);
        sender.Send([1, 2, 3]);
        Assert.True(receiver.TryTake(out DatagramBatch? batch, Wait));
        Assert.Equal(1, batch.Listener);
        receiver.Stop();
        Assert.Equal(0, receiver.Counters(0).Received);
        Assert.Equal(1, receiver.Counters(1).Received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void TryTake_AnyOfIPv6_TakesBothFamilies(string address)
    {
        using DatagramReceiver receiver = new(new DatagramReceiverOptions { Listen = [new IPEndPoint(IPAddress.IPv6Any, 0)] });
        receiver.Start();
        using Socket sender = Sender(new IPEndPoint(IPAddress.Parse(address), receiver.Listeners[0].Port));
        sender.Send([1, 2, 3]);
        Assert.True(receiver.TryTake(out DatagramBatch? batch, Wait));
        Assert.Equal(IpAddress.Parse(address), batch.Source(0));
    }

    [Fact]
    public void Construct_SecondReceiverOnTheSamePort_FailsAndClosesAll()
    {
        using DatagramReceiver first = new(new DatagramReceiverOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], Threads = 2 });
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint free = (IPEndPoint)probe.LocalEndPoint!;
        probe.Close();
        CaptureException exception = Assert.Throws<CaptureException>(() => new DatagramReceiver(
            new DatagramReceiverOptions { Listen = [free, first.Listeners[0]], Threads = 2 }).Dispose());
        Assert.Contains("already in use", exception.Message, StringComparison.Ordinal);
        using DatagramReceiver again = new(new DatagramReceiverOptions { Listen = [free] });
        Assert.Equal(free, again.Listeners[0]);
    }

    private static Socket Sender(IPEndPoint receiver)
    {
        Socket sender = new(receiver.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver);
        return sender;
    }
}
