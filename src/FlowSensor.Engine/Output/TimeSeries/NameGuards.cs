namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>The guards of all tags whose values come from elsewhere.</summary>
/// <param name="most">How many values each may have.</param>
internal sealed class NameGuards(int most)
{
    /// <summary>Addresses of exporters.</summary>
    public NameGuard Exporters { get; } = new(most);

    /// <summary>Exporters with version and observation domain.</summary>
    public NameGuard Domains { get; } = new(most);

    /// <summary>Next hops.</summary>
    public NameGuard NextHops { get; } = new(most);

    /// <summary>Institutions.</summary>
    public NameGuard Institutions { get; } = new(most);

    /// <summary>Mail servers.</summary>
    public NameGuard MailServers { get; } = new(most);

    /// <summary>All of them, in an order that stays.</summary>
    public IReadOnlyList<NameGuard> All => [Exporters, Domains, NextHops, Institutions, MailServers];

    /// <summary>Names that were turned away so far.</summary>
    public long Refused => All.Sum(static guard => guard.Refused);
}
