using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FlowSensor.Capture;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Receives syslog over UDP, TCP and TLS, and hands messages to one thread.</summary>
public sealed class SyslogReceiver : IDisposable
{
    private readonly SyslogQueue _queue;
    private readonly List<SyslogUdpReceiver> _udp = [];
    private readonly List<SyslogTcpListener> _tcp = [];
    private readonly X509Certificate2? _certificate;
    private bool _isStopped;

    /// <summary>Opens the ports.</summary>
    /// <exception cref="CaptureException">One cannot be opened; nothing stays open then.</exception>
    public SyslogReceiver(SyslogInputOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _queue = new SyslogQueue(options, clock);
        _certificate = options.TlsListen.Count > 0 ? options.ReadCertificate() : null;
        SyslogConnections connections = new(options.MaxConnections);
        foreach ((IPEndPoint address, Transport transport, X509Certificate2? certificate) in
            options.Listen.Select(static endpoint => (endpoint.Address, endpoint.Transport, (X509Certificate2?)null))
                .Concat(options.TlsListen.Select(address => (address, Transport.Tcp, _certificate))))
        {
            try
            {
                if (transport == Transport.Udp)
                {
                    _udp.Add(new SyslogUdpReceiver(address, options, _queue));
                }
                else
                {
                    _tcp.Add(new SyslogTcpListener(address, certificate, options, _queue, connections));
                }
            }
            catch (SocketException failure)
            {
                Dispose();
                throw new CaptureException($"Syslog cannot be received on {address}: {failure.Message}; choose another with inputs.syslog.listen.", failure);
            }
        }
    }

    /// <summary>Where it listens.</summary>
    public IEnumerable<string> EndPoints =>
        _udp.Select(static one => $"syslog udp://{one.LocalEndPoint}")
            .Concat(_tcp.Select(static one => $"syslog {(one.IsTls ? "tls" : "tcp")}://{one.LocalEndPoint}"));

    /// <summary>What was counted.</summary>
    public SyslogCounters Counters => _queue.Counters;

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        _udp.ForEach(static one => one.Start());
        _tcp.ForEach(static one => one.Start());
    }

    /// <summary>Hands on what has come; false when nothing had after the given time.</summary>
    /// <param name="handler">Takes messages.</param>
    /// <param name="wait">How long to wait for the first.</param>
    public bool TryHandOn(SyslogMessageHandler handler, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!_queue.TryTake(wait, out SyslogBatch? batch))
        {
            return false;
        }

        for (int i = 0; i < batch.Count; i++)
        {
            handler(batch.Message(i), batch.Source(i), batch.ArrivalMs);
        }

        _queue.Return(batch);
        return true;
    }

    /// <summary>Ends receiving while the caller goes on to take what has come; ports close when it is disposed.</summary>
    /// <returns>Completed when nothing more will come.</returns>
    public Task StopAsync()
    {
        _isStopped = true;
        return Task.Run(() =>
        {
            _udp.ForEach(static one => one.Stop());
            _tcp.ForEach(static one => one.Stop());
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isStopped)
        {
            Task stopped = StopAsync();
            while (!stopped.IsCompleted)
            {
                TryHandOn(static (ReadOnlySpan<byte> message, IpAddress source, long arrivalMs) => { }, TimeSpan.FromMilliseconds(10));
            }
        }

        _udp.ForEach(static one => one.Dispose());
        _tcp.ForEach(static one => one.Dispose());
        _certificate?.Dispose();
        _queue.Dispose();
    }
}
