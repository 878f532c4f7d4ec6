using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>The names that endpoints and pages ask for what they need. An endpoint that names none needs <see cref="Read"/>, or <see cref="Operate"/> for other methods than GET and HEAD.</summary>
internal static class AccessPolicies
{
    /// <summary>May look.</summary>
    public const string Read = "read";

    /// <summary>May decide over incidents, and make reports and lists.</summary>
    public const string Operate = "operate";

    /// <summary>May see the audit log.</summary>
    public const string Admin = "admin";

    /// <summary>May have the instruments.</summary>
    public const string Metrics = "metrics";

    /// <summary>A policy for each role; deny by default, with or without an endpoint.</summary>
    public static void Add(AuthorizationOptions authorization)
    {
        authorization.AddPolicy(Read, static policy => policy.AddRequirements(new RoleRequirement(AccessRole.Read)));
        authorization.AddPolicy(Operate, static policy => policy.AddRequirements(new RoleRequirement(AccessRole.Operate)));
        authorization.AddPolicy(Admin, static policy => policy.AddRequirements(new RoleRequirement(AccessRole.Admin)));
        authorization.AddPolicy(Metrics, static policy => policy.AddRequirements(new MetricsRequirement()));
        AuthorizationPolicy undeclared = new AuthorizationPolicyBuilder().AddRequirements(new UndeclaredRequirement()).Build();
        authorization.DefaultPolicy = undeclared;
        authorization.FallbackPolicy = undeclared;
    }
}
