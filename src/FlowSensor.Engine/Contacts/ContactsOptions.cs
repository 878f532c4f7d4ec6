using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Contacts;

/// <summary>The section <c>contacts</c>: whose addresses are.</summary>
public sealed class ContactsOptions : IValidatableObject
{
    /// <summary>Files of institutions, YAML or <c>.csv</c>.</summary>
    public List<string> Files { get; set; } = [];

    /// <summary>Mailbox for addresses that nobody is known for; empty for none.</summary>
    public string DefaultMail { get; set; } = "";

    /// <summary>The RWhois server.</summary>
    public RwhoisServingOptions Rwhois { get; set; } = new();

    /// <summary>The whois server.</summary>
    public WhoisServingOptions Whois { get; set; } = new();

    /// <summary>RWhois servers to ask, as <c>host:port</c>, in their order.</summary>
    public List<string> RwhoisServers { get; set; } = [];

    /// <summary>Whois servers to ask, as <c>host:port</c>, in their order.</summary>
    public List<string> WhoisServers { get; set; } = [];

    /// <summary>RDAP servers to ask, in their order, such as <c>https://rdap.example.net</c>.</summary>
    public List<Uri> RdapServers { get; set; } = [];

    /// <summary>Time for one question to one server.</summary>
    [DurationRange("100ms", "60s")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer from elsewhere is used again.</summary>
    [DurationRange("0s", "30d")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DefaultMail.Length > 0 && !Mailbox.IsValid(DefaultMail))
        {
            yield return new ValidationResult($"'{DefaultMail}' is not a mailbox", [nameof(DefaultMail)]);
        }

        foreach ((List<string> servers, string member) in new[] { (RwhoisServers, nameof(RwhoisServers)), (WhoisServers, nameof(WhoisServers)) })
        {
            for (int i = 0; i < servers.Count; i++)
            {
                if (!ContactLookups.TryParseServer(servers[i], 0, out _, out _))
                {
                    yield return new ValidationResult($"'{servers[i]}' is not a server such as rwhois.example.net:4321", [$"{member}[{i}]"]);
                }
            }
        }
    }
}
