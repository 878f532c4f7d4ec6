using FlowSensor.Engine.Logs;
using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>What became known of mail servers since the last time.</summary>
internal sealed record StoredMail : StoredItem
{
    /// <summary>Where the counts come from.</summary>
    public MailOrigin Origin { get; init; }

    /// <summary>Counts to add to samples.</summary>
    public IReadOnlyList<StoredMailSample> Samples { get; init; } = [];

    /// <summary>What holds of a whole local day.</summary>
    public IReadOnlyList<StoredMailDay> Days { get; init; } = [];

    /// <summary>The same without servers that a log names by host only, whose address is not known; null when nothing is left.</summary>
    public StoredMail? OfKnownServers()
    {
        StoredMail known = this with
        {
            Samples = [.. Samples.Where(static sample => !LogServers.IsStandIn(sample.Server))],
            Days = [.. Days.Where(static day => !LogServers.IsStandIn(day.Server))],
        };
        return known.Samples.Count > 0 ? known : null;
    }
}
