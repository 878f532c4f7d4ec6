namespace FlowSensor.Engine.RelayTesting;

/// <summary>What a test of a server came to.</summary>
/// <param name="Target">The server.</param>
/// <param name="Greeting">Its greeting; empty when there was none.</param>
/// <param name="Results">The patterns, in their order.</param>
/// <param name="Trouble">Why the test ended early; empty when it did not.</param>
public sealed record RelayReport(RelayTarget Target, string Greeting, IReadOnlyList<RelayResult> Results, string Trouble)
{
    /// <summary>The verdict.</summary>
    public RelayVerdict Verdict =>
        Has(RelayAnswer.Accepted) ? RelayVerdict.Open
        : Has(RelayAnswer.AcceptedMaybeLocal) ? RelayVerdict.Doubtful
        : Has(RelayAnswer.Unknown) || Has(RelayAnswer.Deferred) ? RelayVerdict.Unknown
        : RelayVerdict.Closed;

    private bool Has(RelayAnswer answer) => Results.Any(result => result.Answer == answer);
}
