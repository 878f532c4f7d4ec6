namespace FlowSensor.Engine.Names;

/// <summary>What DNS says of a host.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="IsConfirmed">The name leads back to the address: it is more than what the owner of the address claims.</param>
/// <param name="Trouble">Why the name is not known; empty else.</param>
/// <param name="Lists">What the block lists say, in their order.</param>
public sealed record HostNames(string Name, bool IsConfirmed, string Trouble, IReadOnlyList<ListAnswer> Lists)
{
    /// <summary>The name as a report shows it.</summary>
    public string ShownName => Name.Length == 0 ? "" : IsConfirmed ? Name : $"{Name} (does not lead back)";

    /// <summary>The lists that name the host, separated by spaces.</summary>
    public string ShownLists => string.Join(' ', Lists.Where(static list => list.State == ListState.Listed).Select(static list => list.Zone));
}
