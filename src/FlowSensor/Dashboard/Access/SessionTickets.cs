using System.Security.Claims;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FlowSensor.Dashboard.Access;

/// <summary>
/// Keeps sessions in the store, so that the cookie only names one. What a session may do is asked again at each request: of a user from the user's
/// present role and password.
/// </summary>
/// <param name="book">The sessions.</param>
/// <param name="users">Who may log in.</param>
/// <param name="options">The section <c>dashboard</c>.</param>
/// <param name="clock">Time.</param>
/// <param name="connections">Connections that end with a session.</param>
internal sealed class SessionTickets(SessionBook book, UserDirectory users, DashboardOptions options, TimeProvider clock, OpenConnections connections) : ITicketStore
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "session";

    /// <summary>The claim that names a session by its hash.</summary>
    public const string SessionClaim = "session";

    /// <summary>The claim that says how somebody logged in.</summary>
    public const string OriginClaim = "origin";

    /// <summary>Somebody who logged in with a password.</summary>
    public const string ByPassword = "password";

    /// <summary>Somebody who logged in at the provider.</summary>
    public const string ByProvider = "oidc";

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        Actor actor = Actor.Of(ticket.Principal);
        string origin = ticket.Principal.FindFirstValue(OriginClaim) ?? ByPassword;
        string stamp = origin == ByProvider ? options.Oidc.Stamp : UserDirectory.StampOf(users.Find(actor.Name) ?? new KnownUser(actor.Name, AccessRole.Read, ""));
        string key = RandomSecret.New();
        DateTimeOffset now = clock.GetUtcNow();
        book.Open(RandomSecret.HashOf(key), new StoredSession(actor.Name, actor.Role ?? AccessRole.Read, origin, stamp, actor.Address, now, now + options.Session));
        return Task.FromResult(key);
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, "");

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken) =>
        RetrieveAsync(key, httpContext.Connection.RemoteIpAddress?.ToString() ?? "");

    /// <inheritdoc/>
    public Task RemoveAsync(string key)
    {
        byte[] hash = RandomSecret.HashOf(key);
        book.End(hash);
        connections.EndSession(Convert.ToHexString(hash));
        return Task.CompletedTask;
    }

    /// <summary>Whose session a hash names, and as what; null when it has ended.</summary>
    public (StoredSession Session, AccessRole Role)? Find(byte[] hash)
    {
        if (book.Find(hash) is not StoredSession session || session.Expires <= clock.GetUtcNow())
        {
            return null;
        }

        if (session.Origin == ByProvider)
        {
            // Sessions of before names had it end here.
            return options.Oidc.IsOn && session.Stamp == options.Oidc.Stamp && session.Name.StartsWith(ProviderLogIn.NamePrefix, StringComparison.Ordinal)
                ? (session, session.Role)
                : null;
        }

        return users.Find(session.Name) is KnownUser user && session.Stamp == UserDirectory.StampOf(user) ? (session, user.Role) : null;
    }

    private Task<AuthenticationTicket?> RetrieveAsync(string key, string address)
    {
        byte[] hash = RandomSecret.HashOf(key);
        if (Find(hash) is not (StoredSession session, AccessRole role))
        {
            return Task.FromResult<AuthenticationTicket?>(null);
        }

        ClaimsPrincipal principal = new Actor(session.Name, role, address).ToPrincipal(
            SchemeName, new Claim(SessionClaim, Convert.ToHexString(hash)), new Claim(OriginClaim, session.Origin));
        AuthenticationProperties properties = new() { IssuedUtc = session.Created, ExpiresUtc = session.Expires };
        return Task.FromResult<AuthenticationTicket?>(new AuthenticationTicket(principal, properties, SchemeName));
    }
}
