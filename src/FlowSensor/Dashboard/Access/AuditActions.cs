namespace FlowSensor.Dashboard.Access;

/// <summary>What the audit log calls the actions of access itself.</summary>
internal static class AuditActions
{
    /// <summary>Somebody logs in, or tries to.</summary>
    public const string LogIn = "access.login";

    /// <summary>Somebody logs out.</summary>
    public const string LogOut = "access.logout";

    /// <summary>Somebody asks for what the role does not allow.</summary>
    public const string Act = "access.act";

    /// <summary>A user is added.</summary>
    public const string AddUser = "user.add";

    /// <summary>A user is removed.</summary>
    public const string RemoveUser = "user.remove";

    /// <summary>A user gets another password.</summary>
    public const string SetPassword = "user.password";

    /// <summary>A user gets another role.</summary>
    public const string SetRole = "user.role";

    /// <summary>A token is made.</summary>
    public const string MakeToken = "token.create";

    /// <summary>A token is taken back.</summary>
    public const string RevokeToken = "token.revoke";
}
