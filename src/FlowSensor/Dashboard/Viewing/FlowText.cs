using System.Globalization;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>Parts of flows in words.</summary>
internal static class FlowText
{
    private const string Flags = "FSRPAUEC";

    /// <summary>A protocol with a port; of ICMP the type and code.</summary>
    public static string Port(int protocol, int port) => protocol is 1 or 58
        ? string.Create(CultureInfo.InvariantCulture, $"icmp {port >> 8}/{port & 0xFF}")
        : string.Create(CultureInfo.InvariantCulture, $"{Protocol(protocol)}/{port}");

    /// <summary>A protocol by its usual name.</summary>
    public static string Protocol(int protocol) => protocol switch
    {
        1 => "icmp",
        6 => "tcp",
        17 => "udp",
        47 => "gre",
        50 => "esp",
        58 => "icmp6",
        _ => "ip " + protocol.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>TCP flags as letters, from FIN to CWR.</summary>
    public static string FlagLetters(int flags) => string.Concat(Flags.Where((_, bit) => (flags & (1 << bit)) != 0));
}
