namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>The classes that are published and their attributes (RFC 2167 2.5, 3.3.13).</summary>
internal static class RwhoisSchema
{
    internal const string Version = "20260101000000000";

    internal static IReadOnlyList<(string Name, string Description)> Classes { get; } =
        [("network", "Networks of member institutions"), ("contact", "Contacts of member institutions")];

    internal static IReadOnlyList<(string Class, string Name, string Description, string Type, bool Indexed)> Attributes { get; } =
    [
        ("network", "ID", "Unique id", "TEXT", true),
        ("network", "IP-Network", "Network in prefix notation", "TEXT", true),
        ("network", "Network-Name", "Name of the network", "TEXT", true),
        ("network", "Organization", "Institution", "TEXT", true),
        ("network", "Admin-Contact", "Administrative contact", "ID", false),
        ("network", "Tech-Contact", "Technical contact", "ID", false),
        ("network", "Abuse-Contact", "Contact for reports of abuse", "ID", false),
        ("network", "Address", "Postal address", "TEXT", false),
        ("network", "Tel", "Telephone", "TEXT", false),
        ("network", "Updated-By", "Who wrote the entry", "TEXT", false),
        ("network", "Updated", "When it was written", "TEXT", false),
        ("contact", "ID", "Unique id", "TEXT", true),
        ("contact", "Name", "Name", "TEXT", true),
        ("contact", "Email", "Mailbox", "TEXT", true),
        ("contact", "Type", "Abuse, Tech or Admin", "TEXT", false),
        ("contact", "Organization", "Institution", "TEXT", false),
        ("contact", "Address", "Postal address", "TEXT", false),
        ("contact", "Tel", "Telephone", "TEXT", false),
        ("contact", "Updated-By", "Who wrote the entry", "TEXT", false),
        ("contact", "Updated", "When it was written", "TEXT", false),
    ];
}
