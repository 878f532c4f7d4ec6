using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What detection has to know beside its own settings.</summary>
public sealed class DetectionSetup
{
    private NetworkScopes? _scopes;

    /// <summary>Own networks; empty where they are not configured.</summary>
    public IReadOnlyList<IpPrefix> Networks { get; init; } = [];

    /// <summary>Hosts that are mail servers without being found as such.</summary>
    public IReadOnlyList<IpAddress> MailServers { get; init; } = [];

    /// <summary>Gives the institution of an address, empty for none; null where no institutions are known.</summary>
    public Func<IpAddress, string>? InstitutionOf { get; init; }

    /// <summary>Gives what packets told; null where none are seen.</summary>
    internal IWireSource? Wire { get; init; }

    /// <summary>True for an address of the own networks, and for every address where none are configured.</summary>
    public bool IsOwn(IpAddress address)
    {
        _scopes ??= new NetworkScopes(Networks);
        return Networks.Count == 0 || _scopes.IsOwn(in address);
    }

    /// <summary>Local days and which of them are holidays.</summary>
    internal MailCalendar Calendar { get; init; } = MailCalendar.Default;

    /// <summary>Usual values of mail servers before any are learned.</summary>
    internal MailStatisticsOptions Mail { get; init; } = new();

    /// <summary>What efficiency and queries of a mail server say together.</summary>
    internal MailVerdictRule Verdict { get; init; } = new();
}
