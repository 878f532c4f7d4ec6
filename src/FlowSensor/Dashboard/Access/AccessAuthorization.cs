using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>Judges whether somebody may do what an endpoint or a page asks for.</summary>
/// <param name="rules">How access is configured.</param>
internal sealed class AccessAuthorization(AccessRules rules) : IAuthorizationHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        foreach (IAuthorizationRequirement requirement in context.PendingRequirements)
        {
            if (Holds(requirement, context))
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }

    private bool Holds(IAuthorizationRequirement requirement, AuthorizationHandlerContext context)
    {
        AccessRole? role = Actor.Of(context.User).Role;
        HttpContext? request = context.Resource as HttpContext;
        return requirement switch
        {
            RoleRequirement needed => role >= needed.Role,
            UndeclaredRequirement => role >= (request is null || BrowserRequests.IsSafe(request.Request) || BrowserRequests.IsHub(request.Request) ? AccessRole.Read : AccessRole.Operate),
            MetricsRequirement => role >= AccessRole.Read || (request is not null && rules.MayScrape(request.Connection)),
            _ => false,
        };
    }
}
