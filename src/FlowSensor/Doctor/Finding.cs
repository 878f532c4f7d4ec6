namespace FlowSensor.Doctor;

/// <summary>What the doctor found of one part.</summary>
/// <param name="Grade">How it is to be taken.</param>
/// <param name="Part">The part: a port, an exporter, a router, an output.</param>
/// <param name="Says">What is, in plain words.</param>
/// <param name="Next">What to do; empty when nothing is to be done.</param>
internal sealed record Finding(Grade Grade, string Part, string Says, string Next = "")
{
    /// <summary>A part as it should be.</summary>
    public static Finding Good(string part, string says) => new(Grade.Good, part, says);

    /// <summary>A part that works and could do better.</summary>
    public static Finding Hint(string part, string says, string next) => new(Grade.Hint, part, says, next);

    /// <summary>A part that does not work, or loses what it gets.</summary>
    public static Finding Fault(string part, string says, string next) => new(Grade.Fault, part, says, next);
}
