using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowSensor.IntegrationTests.Dashboard.Hostile;

/// <summary>A resolver on loopback that gives every address the same name, chosen by somebody who means harm, and knows nothing else.</summary>
internal sealed class HostileResolver : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public HostileResolver() => _work = Task.Run(WorkAsync);

    /// <summary>The first label of the name.</summary>
    public const string Label = "<img src=x onerror=alert('ptr')>";

    /// <summary>The second one: a control sequence of terminals.</summary>
    public const string Controls = "\u001b[31m\u0007";

    /// <summary>Where it answers.</summary>
    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        try
        {
            _work.Wait();
        }
        catch (AggregateException)
        {
            // The socket was closed under it.
        }

        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            UdpReceiveResult asked = await _socket.ReceiveAsync(_stop.Token);
            await _socket.SendAsync(Answer(asked.Buffer), asked.RemoteEndPoint, _stop.Token);
        }
    }

    // RFC 1035 4.1: the question as it came, and for PTR (12) one record whose name is given by a pointer to it.
    private static byte[] Answer(byte[] query)
    {
        int end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        bool isPointer = query[end + 2] == 12;
        List<byte> answer = [query[0], query[1], 0x81, (byte)(isPointer ? 0x80 : 0x83), 0, 1, 0, (byte)(isPointer ? 1 : 0), 0, 0, 0, 0, .. query.AsSpan(12, end + 5 - 12)];
        if (isPointer)
        {
            byte[] name = [.. Octets(Label), .. Octets(Controls), .. Octets("example"), 0];
            answer.AddRange([0xC0, 12, 0, 12, 0, 1, 0, 0, 0, 60, 0, (byte)name.Length, .. name]);
        }

        return [.. answer];
    }

    private static byte[] Octets(string label) => [(byte)label.Length, .. Encoding.ASCII.GetBytes(label)];
}
