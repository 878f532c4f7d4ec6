namespace FlowSensor.Engine.Detection;

/// <summary>What an incident says of its source.</summary>
public enum IncidentRole
{
    /// <summary>It does the harm, or its address is forged by who does.</summary>
    Offender,

    /// <summary>It suffers the harm.</summary>
    Victim,

    /// <summary>It is misused to do harm to somebody else.</summary>
    Reflector,
}
