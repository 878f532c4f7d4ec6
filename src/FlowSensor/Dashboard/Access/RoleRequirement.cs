using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>A role, or one that may do more.</summary>
/// <param name="Role">The least role.</param>
internal sealed record RoleRequirement(AccessRole Role) : IAuthorizationRequirement;
