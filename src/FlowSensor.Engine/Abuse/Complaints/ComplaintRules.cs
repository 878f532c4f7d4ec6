using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>Whom a complaint can be about, and whose Received lines are believed.</summary>
public sealed record ComplaintRules
{
    /// <summary>The own networks: only their hosts are complained about here; empty to take any public address.</summary>
    public IReadOnlyList<IpPrefix> Networks { get; init; } = [];

    /// <summary>Addresses of own servers and of mailing lists: mail passes through them, they are not its source.</summary>
    public IReadOnlyList<IpPrefix> Trusted { get; init; } = [];

    /// <summary>Zone of times that are written without one.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True for an address that is reported nowhere: private, local, documentation of protocols (RFC 6890), multicast.</summary>
    public static bool IsLocal(IpAddress address)
    {
        foreach (IpPrefix prefix in LocalNetworks.All)
        {
            if (prefix.Contains(address))
            {
                return true;
            }
        }

        return address.IsNone;
    }

    /// <summary>True for an own server or list.</summary>
    public bool IsTrusted(IpAddress address) => Contains(Trusted, address);

    /// <summary>True when a complaint about the address is for us to handle.</summary>
    public bool IsOurs(IpAddress address) => !IsLocalAndForeign(address) && !IsTrusted(address) && (Networks.Count == 0 || Contains(Networks, address));

    // Private addresses can be own networks behind a translation, and then they are complained about by ourselves.
    private bool IsLocalAndForeign(IpAddress address) => IsLocal(address) && !Contains(Networks, address);

    private static bool Contains(IReadOnlyList<IpPrefix> prefixes, IpAddress address)
    {
        foreach (IpPrefix prefix in prefixes)
        {
            if (prefix.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
