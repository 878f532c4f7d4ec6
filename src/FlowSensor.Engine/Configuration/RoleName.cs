namespace FlowSensor.Engine.Configuration;

/// <summary>The names of roles in configuration, store and API.</summary>
public static class RoleName
{
    /// <summary>The name of a role.</summary>
    public static string Of(AccessRole role) => role switch
    {
        AccessRole.Admin => "admin",
        AccessRole.Operate => "operate",
        _ => "read",
    };

    /// <summary>The role of a name; null for none.</summary>
    public static AccessRole? Parse(string? name) => name switch
    {
        "read" => AccessRole.Read,
        "operate" => AccessRole.Operate,
        "admin" => AccessRole.Admin,
        _ => null,
    };
}
