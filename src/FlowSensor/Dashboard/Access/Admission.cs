using System.Globalization;
using System.Security.Claims;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Access;

/// <summary>Says whether somebody who came in once may still be there, with the same role: connections of pages live longer than a request.</summary>
internal sealed class Admission(AccessRules rules, SessionTickets sessions, TokenBook tokens, TimeProvider clock)
{
    /// <summary>True while a principal still holds.</summary>
    public bool Holds(ClaimsPrincipal principal)
    {
        AccessRole? role = Actor.Of(principal).Role;
        return principal.Identity?.AuthenticationType switch
        {
            OpenHandler.SchemeName => rules.IsOpen,
            SessionTickets.SchemeName => principal.FindFirstValue(SessionTickets.SessionClaim) is string hash
                && sessions.Find(Convert.FromHexString(hash)) is (_, AccessRole present) && present == role,
            TokenHandler.SchemeName => long.TryParse(principal.FindFirstValue(TokenHandler.TokenClaim), CultureInfo.InvariantCulture, out long id)
                && tokens.Find(id) is StoredToken token && token.HoldsAt(clock.GetUtcNow()),
            _ => false,
        };
    }
}
