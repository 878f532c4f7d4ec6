using System.Diagnostics.CodeAnalysis;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Mail servers and resolvers that are known, up to a maximum; those that served nobody for eight days give way.</summary>
internal sealed class ServerProfiles(int maximum)
{
    private const long Forgotten = 8 * 86_400_000L;

    private readonly Dictionary<IpAddress, ServerProfile> _profiles = [];
    private readonly List<ServerProfile> _order = [];

    /// <summary>Profiles in the order in which they came.</summary>
    public IReadOnlyList<ServerProfile> All => _order;

    /// <summary>Servers that found no room, counted once a window.</summary>
    public long Full { get; private set; }

    /// <summary>True for a host that is known as a mail server.</summary>
    public bool IsMail(IpAddress host) => _profiles.TryGetValue(host, out ServerProfile? profile) && profile.IsMail;

    /// <summary>The profile of a host; false where it has none.</summary>
    public bool TryFind(IpAddress host, [NotNullWhen(true)] out ServerProfile? profile) => _profiles.TryGetValue(host, out profile);

    /// <summary>The profile of a host, a new one where there is none; null where there is no room.</summary>
    public ServerProfile? FindOrAdd(IpAddress host, long observed)
    {
        if (!_profiles.TryGetValue(host, out ServerProfile? profile))
        {
            if (_profiles.Count >= maximum)
            {
                Full++;
                return null;
            }

            profile = new ServerProfile(host);
            Add(profile);
        }

        profile.LastSeen = observed;
        return profile;
    }

    /// <summary>Puts one in.</summary>
    public void Add(ServerProfile profile)
    {
        if (_profiles.TryAdd(profile.Address, profile))
        {
            _order.Add(profile);
        }
    }

    /// <summary>Writes all.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_order.Count);
        foreach (ServerProfile profile in _order)
        {
            profile.Save(writer);
        }
    }

    /// <summary>Reads all; those that are known already stay servers.</summary>
    public void Restore(BinaryReader reader)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            ServerProfile profile = ServerProfile.Restore(reader);
            if (_profiles.Remove(profile.Address, out ServerProfile? present))
            {
                _order.Remove(present);
                profile.IsMail |= present.IsMail;
            }

            Add(profile);
        }
    }

    /// <summary>Ends an hour of the clock.</summary>
    public void EndHour(HourOfWeek hour, long observed, bool learn, Func<IpAddress, bool> isOffending)
    {
        for (int i = _order.Count - 1; i >= 0; i--)
        {
            ServerProfile profile = _order[i];
            profile.EndHour(hour, learn && !isOffending(profile.Address));
            if (observed - profile.LastSeen > Forgotten)
            {
                _profiles.Remove(profile.Address);
                _order.RemoveAt(i);
            }
        }
    }
}
