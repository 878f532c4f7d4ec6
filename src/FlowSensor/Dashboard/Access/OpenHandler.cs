using System.Text.Encodings.Web;
using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FlowSensor.Dashboard.Access;

/// <summary>Takes everyone for admin, where the port is bound to this machine's own address and there are no users.</summary>
internal sealed class OpenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, AccessRules rules)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "open";

    /// <summary>Whom the audit log names.</summary>
    public const string Name = "local";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!rules.IsOpen)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        Actor actor = new(Name, AccessRole.Admin, Context.Connection.RemoteIpAddress?.ToString() ?? "");
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(actor.ToPrincipal(SchemeName), SchemeName)));
    }
}
