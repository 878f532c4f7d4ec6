namespace FlowSensor.Engine.Configuration;

/// <summary>What somebody may do on the dashboard and in the API; each role may do what the one before it may.</summary>
public enum AccessRole
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Act on incidents, complaints, reports and lists.</summary>
    Operate,

    /// <summary>See the audit log and end the sessions of others.</summary>
    Admin,
}
