using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Institutions;

/// <summary>An institution as a file has it.</summary>
public sealed class InstitutionEntry : IValidatableObject
{
    /// <summary>Name, unique over all files.</summary>
    public string Name { get; set; } = "";

    /// <summary>Networks, IPv4 and IPv6.</summary>
    public List<IpPrefix> Networks { get; set; } = [];

    /// <summary>Next hops behind which everything is this institution's.</summary>
    public List<IpAddress> NextHops { get; set; } = [];

    /// <summary>Administrative contact.</summary>
    public PersonEntry Admin { get; set; } = new();

    /// <summary>Technical contact.</summary>
    public PersonEntry Technical { get; set; } = new();

    /// <summary>Abuse mailbox.</summary>
    public string Abuse { get; set; } = "";

    /// <summary>Telephone.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Postal address.</summary>
    public string Address { get; set; } = "";

    /// <summary>Language of reports.</summary>
    public string Language { get; set; } = "";

    /// <summary>How it wants to be told.</summary>
    public NotifyPolicy Policy { get; set; }

    /// <summary>Who wrote the entry.</summary>
    public string UpdatedBy { get; set; } = "";

    /// <summary>When it was last changed.</summary>
    public DateOnly? Updated { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name.Length == 0)
        {
            yield return new ValidationResult("an institution needs a name", [nameof(Name)]);
        }

        if (Networks.Count == 0 && NextHops.Count == 0)
        {
            yield return new ValidationResult($"'{Name}' has neither networks nor next_hops, so no address would be its own", [nameof(Networks)]);
        }

        if (Abuse.Length + Admin.Mail.Length + Technical.Mail.Length == 0)
        {
            yield return new ValidationResult($"'{Name}' has no mailbox: set abuse, or mail of admin or technical", [nameof(Abuse)]);
        }

        foreach ((string member, string mail) in new[] { (nameof(Abuse), Abuse), ("Admin.Mail", Admin.Mail), ("Technical.Mail", Technical.Mail) })
        {
            if (mail.Length > 0 && !Mailbox.IsValid(mail))
            {
                yield return new ValidationResult($"'{mail}' is not a mailbox", [member]);
            }
        }

        foreach ((string member, string text) in Texts())
        {
            // A line break would let one entry write lines of its own into mails and whois answers.
            if (text.Any(char.IsControl) || text.Length > 500)
            {
                yield return new ValidationResult("the text has control characters or more than 500 characters", [member]);
            }
        }
    }

    internal Institution ToInstitution(string source, long sourceTime)
    {
        List<Contact> contacts = [];
        Add(contacts, new Contact(ContactRole.Abuse, "", Abuse, Phone), Abuse.Length > 0);
        Add(contacts, new Contact(ContactRole.Technical, Technical.Name, Technical.Mail, Technical.Phone), Technical.Name.Length + Technical.Mail.Length > 0);
        Add(contacts, new Contact(ContactRole.Admin, Admin.Name, Admin.Mail, Admin.Phone), Admin.Name.Length + Admin.Mail.Length > 0);
        return new Institution
        {
            Name = Name,
            Networks = Networks,
            NextHops = NextHops,
            Contacts = contacts,
            Address = Address,
            Language = Language,
            Policy = Policy,
            UpdatedBy = UpdatedBy,
            Updated = Updated,
            Source = source,
            SourceTime = sourceTime,
        };
    }

    private void Add(List<Contact> contacts, Contact contact, bool wanted)
    {
        if (wanted)
        {
            contacts.Add(contact.Phone.Length == 0 ? contact with { Phone = Phone } : contact);
        }
    }

    private IEnumerable<(string Member, string Text)> Texts() =>
    [
        (nameof(Name), Name), ("Admin.Name", Admin.Name), ("Admin.Phone", Admin.Phone), ("Technical.Name", Technical.Name),
        ("Technical.Phone", Technical.Phone), (nameof(Phone), Phone), (nameof(Address), Address), (nameof(Language), Language),
        (nameof(UpdatedBy), UpdatedBy),
    ];
}
