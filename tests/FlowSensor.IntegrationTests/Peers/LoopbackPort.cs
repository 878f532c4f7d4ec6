using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>Ports on loopback that nobody uses, and whether somebody does.</summary>
internal static class LoopbackPort
{
    private static readonly string[] Tables = ["/proc/net/udp", "/proc/net/udp6"];

    /// <summary>A UDP port that was free a moment ago.</summary>
    public static int FreeUdp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>A TCP port that was free a moment ago.</summary>
    public static int FreeTcp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Whether a UDP socket is bound to the port, by the kernel's list.</summary>
    /// <param name="port">Port number.</param>
    public static bool IsUdpBound(int port)
    {
        string ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return Tables.Where(File.Exists).SelectMany(File.ReadLines)
            .Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, string local, ..]
                && local.EndsWith(ending, StringComparison.Ordinal));
    }
}
