using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Storage;

/// <summary>What became known of mail servers since the last time.</summary>
internal sealed record StoredMail : StoredItem
{
    /// <summary>Where the counts come from.</summary>
    public MailOrigin Origin { get; init; }

    /// <summary>Counts to add to samples.</summary>
    public IReadOnlyList<StoredMailSample> Samples { get; init; } = [];

    /// <summary>What holds of a whole local day.</summary>
    public IReadOnlyList<StoredMailDay> Days { get; init; } = [];
}
