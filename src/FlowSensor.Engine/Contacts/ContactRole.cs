namespace FlowSensor.Engine.Contacts;

/// <summary>What a contact is asked for.</summary>
public enum ContactRole
{
    /// <summary>Reports of abuse.</summary>
    Abuse,

    /// <summary>Technical matters.</summary>
    Technical,

    /// <summary>Administration.</summary>
    Admin,
}
