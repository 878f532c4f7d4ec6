using System.Globalization;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Routes.Lookup;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>
/// The network and contact objects that are published: one network object for each network of an institution, and one for
/// each route over a next hop of an institution; one contact object for each contact. Immutable.
/// </summary>
public sealed class RwhoisDirectory
{
    /// <summary>Most objects published; further networks are left out and counted.</summary>
    public const int MaximumObjects = 2_000_000;

    private readonly RouteTable _index;
    private readonly Dictionary<IpPrefix, RwhoisObject> _networks = [];
    private readonly Dictionary<string, List<RwhoisObject>> _byWord = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the objects.</summary>
    public RwhoisDirectory(ContactDirectory directory, RouterTables? tables = null)
    {
        var networks = new List<(IpPrefix Network, int Institution)>();
        for (int i = 0; i < directory.Institutions.Count; i++)
        {
            foreach (IpPrefix network in directory.Institutions[i].Networks)
            {
                networks.Add((network, i));
            }
        }

        foreach (RouterState state in tables?.States ?? [])
        {
            foreach (Route route in state.View.Table.All())
            {
                int institution = route.NextHop.IsNone || route.Destination.Length == 0 ? -1 : directory.FindNextHop(route.NextHop);
                if (institution >= 0)
                {
                    networks.Add((route.Destination, institution));
                }
            }
        }

        foreach ((IpPrefix network, int institution) in networks)
        {
            if (_networks.Count >= MaximumObjects)
            {
                LeftOut++;
            }
            else if (!_networks.ContainsKey(network))
            {
                RwhoisObject made = MakeNetwork(network, directory.Institutions[institution], institution);
                _networks.Add(network, made);
                Index(made.Id, made);
                Index(directory.Institutions[institution].Name, made);
            }
        }

        for (int i = 0; i < directory.Institutions.Count; i++)
        {
            foreach (Contact contact in directory.Institutions[i].Contacts)
            {
                RwhoisObject made = MakeContact(directory.Institutions[i], i, contact);
                Index(made.Id, made);
                Index(contact.Name, made);
                Index(contact.Mail, made);
                ContactCount++;
            }
        }

        _index = new RouteTable([.. _networks.Keys.Select(network => new Route(network, default, 0, RouteKind.Other, RouteProtocol.Unknown, 0, 0))]);
        Areas = [.. _networks.Keys.Where(IsTop).Select(network => network.ToString())];
    }

    /// <summary>The authority areas: the networks that no other one contains.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>Number of objects.</summary>
    public int Count => _networks.Count + ContactCount;

    /// <summary>Networks for which there was no room.</summary>
    public int LeftOut { get; }

    private int ContactCount { get; }

    /// <summary>The object of the smallest network that holds the address.</summary>
    public RwhoisObject? FindNetwork(IpAddress address) => _index.TryFind(address, out Route route) ? _networks[route.Destination] : null;

    /// <summary>The object of the network itself, or of the smallest one that holds it.</summary>
    public RwhoisObject? FindNetwork(IpPrefix network)
    {
        for (int length = network.Length; length >= 0; length--)
        {
            if (_networks.TryGetValue(new IpPrefix(network.Address, length), out RwhoisObject? found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Objects with the word as id, name or mailbox; with a <c>*</c> at its end those that start so.</summary>
    public IEnumerable<RwhoisObject> FindWord(string word)
    {
        if (!word.EndsWith('*'))
        {
            return _byWord.TryGetValue(word, out List<RwhoisObject>? exact) ? exact : [];
        }

        string start = word[..^1];
        // A bare * would publish everything (RFC 2167 3.4 leaves partial matches to the server).
        return start.Length < 3
            ? []
            : _byWord.Where(pair => pair.Key.StartsWith(start, StringComparison.OrdinalIgnoreCase)).SelectMany(pair => pair.Value).Distinct();
    }

    /// <summary>The area that a network belongs to.</summary>
    private string AreaOf(IpPrefix network)
    {
        IpPrefix top = network;
        for (int length = network.Length - 1; length > 0; length--)
        {
            var wider = new IpPrefix(network.Address, length);
            top = _networks.ContainsKey(wider) ? wider : top;
        }

        return top.ToString();
    }

    private bool IsTop(IpPrefix network) => AreaOf(network) == network.ToString();

    private RwhoisObject MakeNetwork(IpPrefix network, Institution owner, int number)
    {
        string id = $"NET-{network}";
        List<(string, string)> attributes = [("ID", id), ("Auth-Area", AreaOf(network)), ("Network-Name", owner.Name), ("IP-Network", network.ToString())];
        Add(attributes, "Organization", owner.Name);
        foreach (Contact contact in owner.Contacts)
        {
            attributes.Add(($"{Title(contact.Role)}-Contact;I", ContactId(number, contact)));
        }

        Add(attributes, "Address", owner.Address);
        Add(attributes, "Tel", owner.Contacts.FirstOrDefault(contact => contact.Phone.Length > 0)?.Phone ?? "");
        AddUpdated(attributes, owner);
        return new RwhoisObject("network", id, attributes);
    }

    private static RwhoisObject MakeContact(Institution owner, int number, Contact contact)
    {
        string id = ContactId(number, contact);
        List<(string, string)> attributes = [("ID", id), ("Auth-Area", owner.Networks.Count > 0 ? owner.Networks[0].ToString() : ".")];
        Add(attributes, "Name", contact.Name.Length > 0 ? contact.Name : $"{owner.Name} {Title(contact.Role)} desk");
        Add(attributes, "Email", contact.Mail);
        Add(attributes, "Type", Title(contact.Role));
        Add(attributes, "Organization", owner.Name);
        Add(attributes, "Address", owner.Address);
        Add(attributes, "Tel", contact.Phone);
        AddUpdated(attributes, owner);
        return new RwhoisObject("contact", id, attributes);
    }

    private static void AddUpdated(List<(string, string)> attributes, Institution owner)
    {
        Add(attributes, "Updated-By", owner.UpdatedBy);
        // RFC 2167 2.8: YYYYMMDDhhmmssmmm.
        DateTimeOffset updated = owner.Updated is DateOnly date
            ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)
            : DateTimeOffset.FromUnixTimeMilliseconds(owner.SourceTime);
        Add(attributes, "Updated", updated.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture));
    }

    private static void Add(List<(string, string)> attributes, string name, string value)
    {
        if (value.Length > 0)
        {
            attributes.Add((name, value));
        }
    }

    private static string ContactId(int institution, Contact contact) =>
        string.Create(CultureInfo.InvariantCulture, $"CON-{institution + 1}-{Title(contact.Role).ToUpperInvariant()}");

    private static string Title(ContactRole role) => role switch
    {
        ContactRole.Technical => "Tech",
        ContactRole.Admin => "Admin",
        _ => "Abuse",
    };

    private void Index(string word, RwhoisObject made)
    {
        if (word.Length > 0)
        {
            if (!_byWord.TryGetValue(word, out List<RwhoisObject>? list))
            {
                _byWord.Add(word, list = []);
            }

            list.Add(made);
        }
    }
}
