using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Flows.Encoding;

namespace FlowSensor.Engine.Output;

/// <summary>
/// Sends flow records to a collector over UDP, as IPFIX or NetFlow. The export time follows the records', so that a replay is sent as it
/// was. One thread: that of the records.
/// </summary>
public sealed class IpfixOutput : IFlowSink, IDatagramOutput, IDisposable
{
    // 32 datagrams a millisecond are some 600,000 records a second, and fit the default receive buffer of a collector.
    private const long DatagramsBetweenPauses = 32;

    private readonly Socket _socket;
    private readonly FlowEncoder _encoder;
    private readonly bool _paced;
    private long _nowMs;
    private long _datagrams;
    private long _failed;

    /// <summary>Opens the socket; nothing is sent yet.</summary>
    /// <param name="options">Where to and in which format.</param>
    /// <param name="paced">Pauses now and then, for a replay that is faster than any traffic and would flood the collector.</param>
    /// <exception cref="CaptureException">The collector's address cannot be sent to.</exception>
    public IpfixOutput(IpfixOutputOptions options, bool paced = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        _paced = paced;
        IPEndPoint collector = options.Collector ?? throw new ArgumentException("No collector is set.", nameof(options));
        _encoder = FlowEncoder.Create(
            new FlowEncoderOptions
            {
                Protocol = options.Protocol,
                ObservationDomainId = options.ObservationDomain,
                MaxDatagram = options.MaxDatagram,
            },
            this);
        _socket = new Socket(collector.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Connected, so that an answer of "nobody listens" comes back and is counted.
            _socket.Connect(collector);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new CaptureException($"Flow records cannot be sent to {collector}: {exception.Message}.", exception);
        }
    }

    /// <summary>The account so far.</summary>
    public IpfixOutputCounters Counters => new(_encoder.Records, _encoder.NotEncodable, _datagrams, _failed);

    /// <inheritdoc/>
    public void OnFlow(ref FlowRecord record)
    {
        _nowMs = Math.Max(_nowMs, record.ExportTime);
        _encoder.Add(ref record, _nowMs);
    }

    /// <summary>Sends what waits for a datagram to be full; to be called every second or so, and at the end.</summary>
    public void Flush() => _encoder.Flush(_nowMs);

    /// <inheritdoc/>
    public void OnDatagram(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.Send(datagram);
            _datagrams++;
            if (_paced && _datagrams % DatagramsBetweenPauses == 0)
            {
                Thread.Sleep(1);
            }
        }
        catch (SocketException)
        {
            // An export over UDP may get lost anyway; the next datagram is tried again.
            _failed++;
        }
    }

    /// <summary>Sends what waits and closes the socket.</summary>
    public void Dispose()
    {
        Flush();
        _socket.Dispose();
    }
}
