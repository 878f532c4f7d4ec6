using System.ComponentModel.DataAnnotations;
using System.Net;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>dashboard.oidc</c>: log-in at an OpenID Connect provider (authorization code with PKCE).</summary>
public sealed class DashboardOidcOptions : IValidatableObject
{
    /// <summary>The issuer, below which <c>/.well-known/openid-configuration</c> is found. Unset: no such log-in.</summary>
    public Uri? Authority { get; set; }

    /// <summary>Identifier of this dashboard there.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret there; empty for a public client.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked for besides <c>openid</c>.</summary>
    public List<string> Scopes { get; } = ["profile"];

    /// <summary>The claim that names the user in the audit log.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim whose values <c>roles</c> gives roles to.</summary>
    public string RoleClaim { get; set; } = "groups";

    /// <summary>The role of each value of the claim; the greatest counts.</summary>
    public Dictionary<string, AccessRole> Roles { get; } = [];

    /// <summary>The role of those whom <c>roles</c> gives none. Unset: they may not come in.</summary>
    public AccessRole? DefaultRole { get; set; }

    /// <summary>What the log-in page calls the provider. Unset: its host.</summary>
    [StringLength(60)]
    public string Title { get; set; } = "";

    /// <summary>True when there is a provider.</summary>
    public bool IsOn => Authority is not null;

    /// <summary>Changes when sessions of before shall no longer hold.</summary>
    public string Stamp => $"{Authority} {ClientId}";

    internal bool Differs(DashboardOidcOptions other) =>
        (Authority, ClientId, ClientSecret, NameClaim, RoleClaim, DefaultRole, Title) != (other.Authority, other.ClientId, other.ClientSecret, other.NameClaim, other.RoleClaim, other.DefaultRole, other.Title)
        || !Scopes.SequenceEqual(other.Scopes)
        || !Roles.OrderBy(static pair => pair.Key, StringComparer.Ordinal).SequenceEqual(other.Roles.OrderBy(static pair => pair.Key, StringComparer.Ordinal));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is null)
        {
            if (ClientId.Length > 0)
            {
                yield return new ValidationResult("authority is missing, the issuer's address", [nameof(ClientId)]);
            }

            yield break;
        }

        if (Authority.Scheme != Uri.UriSchemeHttps && !(IPAddress.TryParse(Authority.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            yield return new ValidationResult("must begin with https://, because whoever stands between could log in as anyone", [nameof(Authority)]);
        }

        if (ClientId.Length == 0)
        {
            yield return new ValidationResult("client_id is missing, the name of this dashboard at the provider", [nameof(Authority)]);
        }

        if (Roles.Count == 0 && DefaultRole is null)
        {
            yield return new ValidationResult("nobody would get a role; set roles or default_role", [nameof(Authority)]);
        }
    }
}
