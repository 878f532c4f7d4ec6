namespace FlowSensor.Engine.Blocklists;

/// <summary>How a program wants its block list.</summary>
internal interface IBlocklistFormat
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>True when it takes IPv6; the other entries are left out, and said so.</summary>
    bool TakesIPv6 { get; }

    /// <summary>Writes the list.</summary>
    /// <param name="output">Takes the text.</param>
    /// <param name="list">The list.</param>
    /// <param name="gone">Entries of the last list that are no longer on this one, for formats of changes.</param>
    void Write(TextWriter output, Blocklist list, IReadOnlyList<BlockEntry> gone);
}
