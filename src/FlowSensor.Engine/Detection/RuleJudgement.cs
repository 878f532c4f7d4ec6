namespace FlowSensor.Engine.Detection;

/// <summary>What a measure is compared with.</summary>
public enum RuleJudgement
{
    /// <summary>With a number.</summary>
    Absolute,

    /// <summary>With what is usual at this hour; nothing opens while that is not known.</summary>
    Relative,

    /// <summary>With both: it must be over the number and over the usual, as soon as that is known.</summary>
    Both,
}
