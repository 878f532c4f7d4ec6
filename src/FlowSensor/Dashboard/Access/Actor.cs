using System.Security.Claims;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Dashboard.Access;

/// <summary>Who does something.</summary>
/// <param name="Name">Name, for the audit log; empty for somebody who has not logged in.</param>
/// <param name="Role">Role; null for somebody who has not logged in.</param>
/// <param name="Address">From where.</param>
internal readonly record struct Actor(string Name, AccessRole? Role, string Address)
{
    private const string AddressClaim = "address";

    /// <summary>The role in the words of configuration and store.</summary>
    public string RoleText => Role is AccessRole role ? RoleName.Of(role) : "";

    /// <summary>Who a principal is, be it of a request or of a page's connection.</summary>
    public static Actor Of(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            return default(Actor) with { Name = "", Address = principal?.FindFirstValue(AddressClaim) ?? "" };
        }

        return new Actor(name, RoleName.Parse(principal.FindFirstValue(ClaimTypes.Role)), principal.FindFirstValue(AddressClaim) ?? "");
    }

    /// <summary>The principal that requests carry. Tokens of forms go by the identifier, so they outlive a change of role or address.</summary>
    /// <param name="scheme">How the actor came in.</param>
    /// <param name="claims">Further claims.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, params IEnumerable<Claim> claims) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.NameIdentifier, Name), new Claim(ClaimTypes.Role, RoleText), new Claim(AddressClaim, Address), .. claims], scheme));
}
