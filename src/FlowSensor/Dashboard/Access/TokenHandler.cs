using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace FlowSensor.Dashboard.Access;

/// <summary>Lets in who shows an API token (RFC 6750 2.1).</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, TokenBook book, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "token";

    /// <summary>The claim that holds a token's number.</summary>
    public const string TokenClaim = "token";

    private const string Prefix = "Bearer ";
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);

    /// <summary>True for a request that shows a token, whatever it is worth.</summary>
    public static bool Shows(HttpRequest request) => request.Headers.Authorization is { Count: > 0 } header && header.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        StringValues header = Request.Headers.Authorization;
        if (!Shows(Request))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        string shown = header.ToString()[Prefix.Length..].Trim();
        DateTimeOffset now = clock.GetUtcNow();
        if (!shown.StartsWith(RandomSecret.TokenPrefix, StringComparison.Ordinal) || book.Find(shown) is not StoredToken token || !token.HoldsAt(now))
        {
            return Task.FromResult(AuthenticateResult.Fail("no such token"));
        }

        if (token.Used is not DateTimeOffset used || now - used > UseNoted)
        {
            book.Use(token.Id, now);
        }

        Actor actor = new($"token {token.Name}", token.Role, Context.Connection.RemoteIpAddress?.ToString() ?? "");
        ClaimsPrincipal principal = actor.ToPrincipal(SchemeName, new Claim(TokenClaim, token.Id.ToString(CultureInfo.InvariantCulture)));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Refusals.NotLoggedInAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.NotAllowedAsync(Context);
}
