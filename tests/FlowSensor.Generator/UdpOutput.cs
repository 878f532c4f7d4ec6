using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FlowSensor.Generator;

/// <summary>Sends datagrams over UDP, each exporter from a loopback address of its own, at a set rate of records.</summary>
internal sealed class UdpOutput : IDatagramOutput
{
    /// <summary>How far ahead of the rate the sender may run before it sleeps.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    private readonly Socket[] _sockets;
    private readonly double _rate;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _sent;

    public UdpOutput(IPEndPoint collector, int exporters, double rate)
    {
        _rate = rate;
        _sockets = new Socket[exporters];
        for (int i = 0; i < exporters; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _sockets[i].Bind(new IPEndPoint(IPAddress.Parse(AddressOf(i)), 0));
            _sockets[i].Connect(collector);
        }
    }

    /// <summary>Most exporters: 127.0.0.2 to 127.0.0.254.</summary>
    public static int MaxExporters => 253;

    /// <summary>Exporters there are.</summary>
    public int Exporters => _sockets.Length;

    /// <summary>Datagrams that found nobody listening.</summary>
    public long Refused { get; private set; }

    public string AddressOf(int exporter) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.{2 + exporter}");

    public void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time)
    {
        try
        {
            _sockets[exporter].Send(payload);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Nobody listens at the moment; a router would not know either.
            Refused++;
        }

        _sent += records;
        if (_rate > 0)
        {
            TimeSpan ahead = TimeSpan.FromSeconds(_sent / _rate) - _clock.Elapsed;
            if (ahead > Slack)
            {
                Thread.Sleep(ahead);
            }
        }
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }
}
