using System.Text;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Contacts.Remote;
using FlowSensor.Engine.Contacts.Serving;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Directories of contacts: what clients ask of the RWhois server, and what servers of others answer.</summary>
/// <param name="name"><c>rwhois-query</c>, <c>rwhois-answer</c> or <c>rdap</c>.</param>
internal sealed class DirectoryTarget(string name) : FuzzTarget
{
    private const string Queries =
        "-rwhois V-1.5 client\n-holdconnect on\n-limit 1\nnetwork 192.192.41.9\nnetwork IP-Network=192.192.41.0/25\n2001:db8:40::1\ncontact ID=\"CON-1-ADMIN\"\nSample Uni*\n"
        + "a and b\nnetwork \"unclosed\n=x\n-class .\n-schema 192.192.40.0/22 network\n-soa\n-status\n-display dump\n-directive limit\n-xfer a\n-quit\n";

    private const string Answers =
        "network:Class-Name:network\nnetwork:IP-Network:192.192.40.0/22\nnetwork:Admin-Contact;I:CON-1\nnetwork:Organization:Sample University\nnetwork:Abuse:abuse@univ.example, <b@univ.example>\n"
        + "%referral rwhois://rwhois.example:4321/auth-area=.\n%referral rwhois://[2001:db8::1]:99999/\n%ok\n";

    private const string Rdap =
        """
        {"name":"NET","entities":[{"roles":["abuse","technical"],"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Desk"],["email",{},"text","abuse@univ.example"],["tel",{},"uri","tel:+1"]]],
        "entities":[{"roles":["administrative"],"vcardArray":["vcard",[["email",{},"text","a@univ.example"]]]}]}]}
        """;

    private readonly RwhoisDirectory _directory = new(new ContactDirectory(
    [
        new Institution
        {
            Name = "Sample University",
            Networks = [Prefix("192.192.40.0/22"), Prefix("192.192.41.0/24"), Prefix("2001:db8:40::/48")],
            Contacts = [new Contact(ContactRole.Admin, "A. Admin", "admin@univ.example", "+1"), new Contact(ContactRole.Abuse, "", "abuse@univ.example", "")],
        },
    ]));

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name switch
    {
        "rwhois-query" => "RwhoisSession, lines of a client",
        "rdap" => "RdapClient.Read, an answer",
        _ => "RwhoisAnswer, lines of a server",
    };

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. $"{Queries} {Answers} {Rdap.Replace("\"", " \" ", StringComparison.Ordinal)}".Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
    ];

    /// <inheritdoc/>
    // A line of one octet, as -schema, may be answered with the whole schema.
    public override long MostAllocated(int length) => 40_000 + ((name == "rwhois-query" ? 8_000L : 400L) * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
        [Encoding.UTF8.GetBytes(name switch { "rwhois-query" => Queries, "rdap" => Rdap, _ => Answers })];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        if (name == "rdap")
        {
            Take(RdapClient.Read(input.ToArray()), ref seen);
            return;
        }

        // As the servers and clients do: octets as characters of the same number, without control characters.
        string[] lines = [.. Encoding.Latin1.GetString(input).Split('\n').Select(static line => new string([.. line.Where(static letter => letter >= ' ' && letter != '\x7F')]))];
        if (name == "rwhois-query")
        {
            Query(lines, ref seen);
        }
        else
        {
            Answer(lines, ref seen);
        }
    }

    private void Query(string[] lines, ref Observation seen)
    {
        RwhoisSession session = new(_directory, "rwhois.example", "");
        foreach (string line in lines)
        {
            string answer = session.Answer(line, out bool close);
            seen.Status(close ? 1 : 0);
            seen.Add(answer);
            string last = answer.TrimEnd().Split('\n')[^1];
            seen.Status(last.Length > 9 ? last[7] + last[8] : last.Length);
            if (!last.StartsWith("%ok", StringComparison.Ordinal) && !last.StartsWith("%error", StringComparison.Ordinal))
            {
                throw new PropertyException("an answer without an end");
            }
        }
    }

    private static void Answer(string[] lines, ref Observation seen)
    {
        ContactCollector collector = new();
        RwhoisAnswer answer = new(collector);
        foreach (string line in lines)
        {
            seen.Status(answer.Take(line) ? 1 : 0);
        }

        seen.Count(answer.References.Count);
        seen.Add(answer.Referral?.Host ?? "");
        seen.Status(answer.Referral is null ? 0 : 1);
        seen.Add(answer.Referral?.Port ?? 0);
        Take(new RemoteAnswer(collector.Contacts, collector.Institution, collector.Network, ""), ref seen);
        if (answer.Referral is (_, < 1 or > 65_535))
        {
            throw new PropertyException("a referral to a port that does not exist");
        }
    }

    private static void Take(RemoteAnswer answer, ref Observation seen)
    {
        seen.Count(answer.Contacts.Count);
        seen.Add(answer.Institution);
        seen.Add(answer.Network?.ToString() ?? "");
        foreach (Contact contact in answer.Contacts)
        {
            seen.Status((int)contact.Role);
            seen.Add(contact.Mail);
            seen.Add(contact.Name);
            if (contact.Mail.Any(char.IsControl))
            {
                throw new PropertyException("a mailbox with control characters");
            }
        }
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text);
}
