namespace FlowSensor.Engine.Logs.Findings;

/// <summary>What has been told of a message type.</summary>
/// <param name="kind">What its lines are; null when only its newness is a finding.</param>
internal sealed class TypeNotice(LogFindingKind? kind)
{
    internal LogFindingKind? Kind => kind;

    /// <summary>Time of the last finding.</summary>
    internal long LastMs { get; set; } = long.MinValue;

    /// <summary>Lines since.</summary>
    internal long Lines { get; set; }
}
