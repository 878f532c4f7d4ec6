using FlowSensor.Engine.Blocklists.Formats;

namespace FlowSensor.Engine.Blocklists;

/// <summary>The formats by name.</summary>
public static class BlocklistFormats
{
    private static readonly IBlocklistFormat[] All =
    [
        new PostfixFormat(), new SendmailFormat(), new EximFormat(), new SpamdFormat(), new RbldnsdFormat(), new TcpserverFormat(), new NftablesFormat(),
        new IpsetFormat(), new CiscoFormat(), new JuniperFormat(), new ExabgpFormat(), new RpzFormat(), new PlainFormat(), new JsonFormat(),
    ];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static format => format.Name)];

    /// <summary>Writes a list in a format.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Takes the text; lines end with LF.</param>
    /// <param name="list">The list.</param>
    /// <param name="gone">Entries of the last list that are no longer on this one.</param>
    /// <returns>Entries that the format does not take.</returns>
    public static int Write(string name, TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(gone);
        IBlocklistFormat format = Array.Find(All, candidate => candidate.Name == name) ?? throw new ArgumentOutOfRangeException(nameof(name));
        BlockEntry[] taken = [.. list.Entries.Where(entry => format.TakesIPv6 || entry.Network.IsIPv4)];
        format.Write(output, list with { Entries = taken }, [.. gone.Where(entry => format.TakesIPv6 || entry.Network.IsIPv4)]);
        return list.Entries.Count - taken.Length;
    }
}
