using System.Globalization;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>
/// Finds whom to write to about an address: most specific network, next hop, then the directories elsewhere in their order,
/// then the default. Every step is kept with its age, so that the answer explains itself.
/// </summary>
/// <param name="directory">The institutions.</param>
/// <param name="tables">The routers' tables.</param>
/// <param name="lookups">Directories elsewhere, in the order to ask them.</param>
/// <param name="fallback">Whom to write to when nobody is known; null for nobody.</param>
/// <param name="cacheTime">How long an answer from elsewhere is used again.</param>
public sealed class ContactResolver(
    ContactDirectory directory, RouterTables tables, IReadOnlyList<IContactLookup> lookups, Contact? fallback, TimeSpan cacheTime)
{
    private const int MaximumCached = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(int Lookup, IpAddress Address), (RemoteAnswer Answer, long At)> _cache = [];

    /// <summary>Finds the contacts of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="statedNextHop">Next hop towards it as a person states it, asked where no route tells one; <c>::</c> for none. Never that of a flow: it leads to the flow's destination.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellation">Ends the questions to directories elsewhere.</param>
    public async Task<ContactAnswer> ResolveAsync(IpAddress address, IpAddress statedNextHop, long now, CancellationToken cancellation)
    {
        List<ContactStep> steps = [];
        ContactAnswer answer = ResolveLocally(address, statedNextHop, now, steps);
        if (answer.Contacts.Count > 0)
        {
            return answer;
        }

        for (int i = 0; i < lookups.Count; i++)
        {
            (RemoteAnswer remote, long at) = await AskAsync(i, address, now, cancellation).ConfigureAwait(false);
            steps.Add(new ContactStep(lookups[i].Source, remote.Detail, Math.Max(0, (now - at) / 1000)));
            if (remote.Contacts.Count > 0)
            {
                return answer with { Institution = remote.Institution, Contacts = remote.Contacts, Prefix = remote.Network ?? answer.Prefix };
            }
        }

        steps.Add(new ContactStep("default", fallback?.Mail ?? "no default contact is configured", -1));
        return fallback is null ? answer : answer with { Contacts = [fallback] };
    }

    /// <summary>Finds the contacts of an address from files and routes alone.</summary>
    public ContactAnswer ResolveLocally(IpAddress address, IpAddress statedNextHop, long now) =>
        ResolveLocally(address, statedNextHop, now, []);

    private ContactAnswer ResolveLocally(IpAddress address, IpAddress statedNextHop, long now, List<ContactStep> steps)
    {
        bool routed = tables.TryFind(address, out RouteAnswer route);
        IpAddress nextHop = routed ? route.Route.NextHop : statedNextHop;
        var answer = new ContactAnswer { Address = address, NextHop = nextHop, Prefix = routed ? route.Route.Destination : null, Steps = steps };
        if (directory.TryFind(address, out Institution owner, out IpPrefix network))
        {
            steps.Add(new ContactStep($"network, {owner.Source}", $"{network} is of '{owner.Name}'", owner.AgeSeconds(now)));
            return Of(answer with { Prefix = network }, owner);
        }

        steps.Add(new ContactStep(
            "network", string.Create(CultureInfo.InvariantCulture, $"in no network of {directory.Institutions.Count} institutions"), -1));
        if (routed)
        {
            steps.Add(new ContactStep(
                $"route, {route.View.TableName} of {route.View.Router}",
                $"{route.Route.Destination} is reached over {nextHop}",
                route.View.AgeSeconds(now)));
        }
        else
        {
            steps.Add(new ContactStep("route", statedNextHop.IsNone ? "in no route of any router" : $"in no route; {statedNextHop} was stated", -1));
        }

        int behind = nextHop.IsNone ? -1 : directory.FindNextHop(nextHop);
        if (behind >= 0)
        {
            Institution institution = directory.Institutions[behind];
            steps.Add(new ContactStep($"next hop, {institution.Source}", $"{nextHop} is of '{institution.Name}'", institution.AgeSeconds(now)));
            return Of(answer, institution);
        }

        if (!nextHop.IsNone)
        {
            steps.Add(new ContactStep("next hop", $"{nextHop} is of no institution", -1));
        }

        return answer;
    }

    private static ContactAnswer Of(ContactAnswer answer, Institution institution) =>
        answer with { Institution = institution.Name, Entry = institution, Contacts = institution.Contacts };

    private async Task<(RemoteAnswer Answer, long At)> AskAsync(int lookup, IpAddress address, long now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_cache.TryGetValue((lookup, address), out (RemoteAnswer Answer, long At) cached) && now - cached.At < cacheTime.TotalMilliseconds)
            {
                return cached;
            }
        }

        RemoteAnswer answer = await lookups[lookup].FindAsync(address, cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            // An answer is only worth keeping when there is one; a full cache starts over.
            if (answer.Contacts.Count > 0)
            {
                if (_cache.Count >= MaximumCached)
                {
                    _cache.Clear();
                }

                _cache[(lookup, address)] = (answer, now);
            }
        }

        return (answer, now);
    }
}
