namespace FlowSensor.Protocols.Snmp;

/// <summary>The error-status of a response (RFC 3416 3); the ones a reader of tables meets have names.</summary>
public enum SnmpErrorStatus
{
    /// <summary>No error.</summary>
    NoError = 0,

    /// <summary>The answer does not fit the agent's or our message size.</summary>
    TooBig = 1,

    /// <summary>v1: no such object, also the end of the tree.</summary>
    NoSuchName = 2,

    /// <summary>v1: bad value.</summary>
    BadValue = 3,

    /// <summary>v1: read only.</summary>
    ReadOnly = 4,

    /// <summary>Any other trouble of the agent.</summary>
    GeneralError = 5,

    /// <summary>The view does not contain the object.</summary>
    NoAccess = 6,

    /// <summary>The resource is not available.</summary>
    ResourceUnavailable = 13,

    /// <summary>The access control refuses.</summary>
    AuthorizationError = 16,
}
