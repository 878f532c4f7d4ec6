using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>Whoever may look, or somebody on this machine, or anybody where <c>dashboard.metrics</c> is open.</summary>
internal sealed record MetricsRequirement : IAuthorizationRequirement;
