namespace FlowSensor.Generator.Packets;

/// <summary>What packets to generate. The same options give the same bytes.</summary>
internal sealed class PacketMixOptions
{
    /// <summary>Seed of all random choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Packets in all.</summary>
    public long Packets { get; init; } = 100_000;

    /// <summary>Hosts that ask, send mail and talk; servers come on top.</summary>
    public int Hosts { get; init; } = 10_000;

    /// <summary>Time that the packets span, in seconds.</summary>
    public int Duration { get; init; } = 60;

    /// <summary>Every DNS query has a port and server of its own, so that each is two flows; else a host keeps its socket.</summary>
    public bool FreshPorts { get; init; }

    /// <summary>Time of the first packet, Unix seconds (2026-01-05T00:00:00Z).</summary>
    public long Start { get; init; } = 1_767_571_200;
}
