using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>Picks contacts out of attributes, whatever the directory calls them. Bounded.</summary>
internal sealed class ContactCollector
{
    private const int MaximumContacts = 16;

    private readonly List<Contact> _contacts = [];

    internal string Institution { get; private set; } = "";

    internal IpPrefix? Network { get; private set; }

    internal bool HasMail => _contacts.Count > 0;

    /// <summary>The contacts, those for abuse first.</summary>
    internal IReadOnlyList<Contact> Contacts => [.. _contacts.OrderBy(contact => contact.Role)];

    /// <summary>Takes one attribute.</summary>
    internal void Take(string name, string value)
    {
        string key = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        if (key is "ipnetwork" or "network" or "route" or "cidr" && IpPrefix.TryParse(value, out IpPrefix network))
        {
            Network ??= network;
        }
        else if (key is "organization" or "orgname" or "organisation" or "organizationname" or "descr" or "owner" && Institution.Length == 0)
        {
            Institution = value;
        }

        foreach (string word in value.Split([' ', '\t', ',', ';', '<', '>', '\'', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            string mail = word.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? word["mailto:".Length..] : word.TrimEnd('.');
            if (Mailbox.IsValid(mail))
            {
                Add(RoleOf(key), mail);
            }
        }
    }

    /// <summary>Takes a mailbox that is known to be one.</summary>
    internal void Add(ContactRole role, string mail, string name = "", string phone = "")
    {
        if (_contacts.Count < MaximumContacts && !_contacts.Exists(contact => contact.Mail.Equals(mail, StringComparison.OrdinalIgnoreCase)))
        {
            _contacts.Add(new Contact(role, name, mail, phone));
        }
    }

    internal void Named(string institution) => Institution = Institution.Length == 0 ? institution : Institution;

    private static ContactRole RoleOf(string key) =>
        key.Contains("abuse", StringComparison.Ordinal) ? ContactRole.Abuse
        : key.Contains("tech", StringComparison.Ordinal) || key.Contains("noc", StringComparison.Ordinal) ? ContactRole.Technical
        : ContactRole.Admin;
}
