using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>What an endpoint that asks for no role of its own needs: to look for GET and HEAD and for the pages' own connection, to act for everything else.</summary>
internal sealed record UndeclaredRequirement : IAuthorizationRequirement;
