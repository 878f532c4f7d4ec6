namespace FlowSensor.Engine.Detection;

/// <summary>Severity in steps; an incident escalates when it reaches the next.</summary>
public enum IncidentLevel
{
    /// <summary>Under 50.</summary>
    Low,

    /// <summary>50 to 69.</summary>
    Medium,

    /// <summary>70 to 89.</summary>
    High,

    /// <summary>90 and over.</summary>
    Critical,
}
