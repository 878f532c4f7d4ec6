using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>A real ZooKeeper on loopback.</summary>
internal sealed class ZooKeeper : IDisposable
{
    private readonly PeerProcess _process;

    /// <summary>Starts it and waits until it serves, which is later than it takes connections.</summary>
    /// <param name="folder">Where its files go.</param>
    public ZooKeeper(TemporaryFolder folder)
    {
        string file = folder.File("zoo.cfg");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            tickTime=500
            dataDir={folder.Folder("zookeeper")}
            clientPort={Port}
            clientPortAddress=127.0.0.1
            admin.enableServer=false
            """));
        _process = PeerProcess.Start(
            "java", "-Xmx128m", "-cp", PeerCatalog.Find("zookeeper.jar") ?? throw new FileNotFoundException("zookeeper.jar is not installed."),
            "org.apache.zookeeper.server.ZooKeeperServerMain", file);
        _process.WaitUntil(Answers);
    }

    /// <summary>Port of clients.</summary>
    public int Port { get; } = LoopbackPort.FreeTcp();

    public void Dispose() => _process.Dispose();

    private bool Answers()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 1_000 };
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, Port));
            socket.Send("srvr"u8);
            Span<byte> answer = stackalloc byte[64];
            return answer[..socket.Receive(answer)].StartsWith("Zookeeper version"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
