namespace FlowSensor.Doctor;

/// <summary>How a finding is to be taken.</summary>
internal enum Grade
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but something is better known or changed.</summary>
    Hint,

    /// <summary>Something does not work, or numbers are lost.</summary>
    Fault,
}
