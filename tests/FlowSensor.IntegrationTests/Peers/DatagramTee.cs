using System.Net;
using System.Net.Sockets;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>Takes an exporter's datagrams on loopback, hands each to every collector, and keeps them.</summary>
internal sealed class DatagramTee : IDisposable
{
    private readonly Socket _input = Bound();
    private readonly Socket _output = Bound();
    private readonly IPEndPoint[] _collectors;
    private readonly List<byte[]> _datagrams = [];
    private readonly Thread _thread;
    private volatile bool _last;

    public DatagramTee(params int[] collectors)
    {
        _collectors = [.. collectors.Select(port => new IPEndPoint(IPAddress.Loopback, port))];
        _input.ReceiveBufferSize = 16 << 20;
        _thread = new Thread(Forward) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Port to export to.</summary>
    public int Port => ((IPEndPoint)_input.LocalEndPoint!).Port;

    /// <summary>Takes what has arrived, then ends. Loopback delivers in the sender's call, so all of an exporter that ended is here.</summary>
    public IReadOnlyList<byte[]> Finish()
    {
        _last = true;
        _thread.Join();
        return _datagrams;
    }

    public void Dispose()
    {
        Finish();
        _input.Dispose();
        _output.Dispose();
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Forward()
    {
        byte[] buffer = new byte[65_536];
        while (true)
        {
            bool last = _last;
            if (_input.Poll(20_000, SelectMode.SelectRead))
            {
                byte[] datagram = buffer[.._input.Receive(buffer)];
                _datagrams.Add(datagram);
                foreach (IPEndPoint collector in _collectors)
                {
                    _output.SendTo(datagram, collector);
                }
            }
            else if (last)
            {
                return;
            }
        }
    }
}
