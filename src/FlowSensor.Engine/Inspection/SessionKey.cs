using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>A TCP session as seen from its client.</summary>
internal readonly struct SessionKey : IEquatable<SessionKey>
{
    public readonly IpAddress Client;
    public readonly IpAddress Server;
    public readonly ushort ClientPort;
    public readonly ushort ServerPort;

    public SessionKey(IpAddress client, ushort clientPort, IpAddress server, ushort serverPort)
    {
        Client = client;
        ClientPort = clientPort;
        Server = server;
        ServerPort = serverPort;
    }

    /// <summary>Hash with a seed of this run, so that nobody can choose sessions that collide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ulong seed) =>
        Client.Hash(seed ^ (((ulong)ClientPort << 16) | ServerPort)) ^ (Server.Hash(~seed) * 0x9E37_79B9_7F4A_7C15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(SessionKey other) =>
        ClientPort == other.ClientPort && ServerPort == other.ServerPort && Client == other.Client && Server == other.Server;

    public override bool Equals(object? obj) => obj is SessionKey other && Equals(other);

    public override int GetHashCode() => (int)Hash(0x5EED_0001);
}
