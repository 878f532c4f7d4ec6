using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowSensor.Engine.Tests.Abuse.Delivery;

/// <summary>A mail server for as many sessions as come, which answers as its mood is: real servers lose connections only when nobody looks.</summary>
internal sealed class MoodyMailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public MoodyMailServer()
    {
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>The server as the configuration names it.</summary>
    public string Name => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Reply to RCPT.</summary>
    public string Recipients { get; set; } = "250 2.1.5 Ok";

    /// <summary>Take a message and say nothing, as a server that crashes.</summary>
    public bool LosesConnection { get; set; }

    /// <summary>Message identifiers that arrived whole.</summary>
    public ConcurrentQueue<string> Arrived { get; } = [];

    /// <summary>Envelope senders.</summary>
    public ConcurrentQueue<string> Senders { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _serving.Wait();
        _stop.Dispose();
    }

    private async Task Serve()
    {
        List<Task> sessions = [];
        try
        {
            while (true)
            {
                sessions.Add(Converse(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task Converse(TcpClient client)
    {
        using TcpClient connection = client;
        using StreamReader lines = new(connection.GetStream(), Encoding.Latin1);
        async Task Say(string reply) => await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));

        await Say("220 moody");
        while (await lines.ReadLineAsync() is string line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "MAIL":
                    Senders.Enqueue(line);
                    await Say("250 ok");
                    break;
                case "RCPT":
                    await Say(Recipients);
                    break;
                case "DATA":
                    await Say("354 go on");
                    if (!await Take(lines))
                    {
                        return;
                    }

                    await Say("250 taken");
                    break;
                case "QUIT":
                    await Say("221 bye");
                    return;
                default:
                    await Say("250 moody");
                    break;
            }
        }
    }

    private async Task<bool> Take(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is string line && line != ".")
        {
            if (line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
            {
                Arrived.Enqueue(line[11..].Trim(' ', '<', '>'));
            }
        }

        return !LosesConnection;
    }
}
