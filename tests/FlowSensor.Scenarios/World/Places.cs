using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Scenarios.World;

/// <summary>Where everybody lives: the own network in 10.20/16, servers of the world in 198.18/15 (RFC 2544), its clients in 100.64/10 (RFC 6598).</summary>
internal static class Places
{
    /// <summary>The own network.</summary>
    public static IpPrefix OwnNetwork { get; } = IpPrefix.TryParse("10.20.0.0/16", out IpPrefix network) ? network : default;

    /// <summary>Mail servers of the world.</summary>
    public const int MailServers = 4_000;

    /// <summary>Clients of the world.</summary>
    public const int WorldClients = 1 << 22;

    /// <summary>Numbers of clients up to this one belong to senders of junk.</summary>
    public const int JunkClients = 400_000;

    private const uint Own = 0x0A14_0000, OwnServers = Own + 0x100, OwnClients = Own + 0x1000, World = 0xC612_0000, Clients = 0x6440_0000;

    /// <summary>The own recursive resolvers.</summary>
    public static uint Resolver(int number) => OwnServers + 2 + (uint)(number & 1);

    /// <summary>An own server.</summary>
    public static uint OwnServer(int number) => OwnServers + 10 + (uint)number;

    /// <summary>An own client.</summary>
    public static uint OwnClient(int number) => OwnClients + (uint)(number % 0xE000);

    /// <summary>Any own address, used or not.</summary>
    public static uint AnyOwn(Draw draw) => Own + (uint)draw.Below(0x1_0000);

    /// <summary>A mail server of the world.</summary>
    public static uint MailServer(int number) => World + 0x100 + (uint)(number % MailServers);

    /// <summary>A web server of the world.</summary>
    public static uint WebServer(int number) => World + 0x1_0000 + (uint)(number & 0x7FFF);

    /// <summary>An authoritative or public name server of the world.</summary>
    public static uint NameServer(int number) => World + 0x8000 + (uint)(number & 0xFFF);

    /// <summary>A client of the world.</summary>
    public static uint WorldClient(int number) => Clients + (uint)(number & (WorldClients - 1));

    /// <summary>Whether an address belongs to a sender of junk in the world.</summary>
    public static bool IsJunkSender(IpAddress address) => address.IsIPv4 && address.IPv4 >= Clients && address.IPv4 < Clients + JunkClients;

    /// <summary>An address that nobody there uses: 64/2 less the clients' part.</summary>
    public static uint Forged(Draw draw)
    {
        uint address = 0x4000_0000 | (uint)(draw.Bits() & 0x3FFF_FFFF);
        return (address & 0xFFC0_0000) == Clients ? address ^ 0x0100_0000 : address;
    }
}
