using System.Text;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>Whois (RFC 3912): one line with an address, one answer, the end.</summary>
/// <param name="find">Finds whose an address is, from files and routes.</param>
public sealed class WhoisSession(Func<IpAddress, ContactAnswer> find) : ILineSession
{
    /// <inheritdoc/>
    public string Greeting => "";

    /// <inheritdoc/>
    public string Answer(string line, out bool close)
    {
        close = true;
        // Clients put flags before the address, as "-V Md5.5" or "n +".
        string last = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        if (!IpAddress.TryParse(last, out IpAddress address)
            && !(IpPrefix.TryParse(last, out IpPrefix prefix) && (address = prefix.Address) == prefix.Address))
        {
            return "% ask for an IPv4 or IPv6 address\r\n";
        }

        ContactAnswer answer = find(address);
        if (answer.Entry is not Institution owner)
        {
            return $"% no institution is known for {address}\r\n";
        }

        var text = new StringBuilder();
        void Line(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Append((name + ":").PadRight(16)).Append(value).Append("\r\n");
            }
        }

        Line("network", answer.Prefix?.ToString() ?? "");
        Line("next-hop", answer.NextHop.IsNone ? "" : answer.NextHop.ToString());
        Line("organization", owner.Name);
        Line("address", owner.Address);
        foreach (Contact contact in owner.Contacts)
        {
            string role = contact.Role switch
            {
                ContactRole.Abuse => "abuse-mailbox",
                ContactRole.Technical => "tech-contact",
                _ => "admin-contact",
            };
            Line(role, contact.Name.Length > 0 && contact.Mail.Length > 0 ? $"{contact.Name} <{contact.Mail}>" : contact.Name + contact.Mail);
            Line("tel", contact.Phone);
        }

        Line("updated-by", owner.UpdatedBy);
        Line("updated", owner.Updated?.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) ?? "");
        return text.ToString();
    }
}
