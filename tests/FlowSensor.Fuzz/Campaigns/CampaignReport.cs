namespace FlowSensor.Fuzz.Campaigns;

/// <summary>What a campaign came to, as it is printed.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Executions">Executions.</param>
/// <param name="ExecutionsPerSecond">Of the time spent on this target; null under a second, which tells nothing.</param>
/// <param name="NewBehaviours">Inputs that showed something new.</param>
/// <param name="Failures">Kinds of failures.</param>
/// <param name="SlowestMs">The longest that an input took, milliseconds, the best of three.</param>
/// <param name="Files">Where the failing inputs are.</param>
internal sealed record CampaignReport(
    string Target, long Executions, long? ExecutionsPerSecond, int NewBehaviours, int Failures, double SlowestMs, IReadOnlyList<string> Files)
{
    /// <summary>The report of a campaign.</summary>
    public static CampaignReport Of(Campaign campaign) => new(
        campaign.Target.Name,
        campaign.Executions,
        campaign.Elapsed >= TimeSpan.FromSeconds(1) ? (long)(campaign.Executions / campaign.Elapsed.TotalSeconds) : null,
        campaign.NewBehaviours,
        campaign.Failures.Count,
        Math.Round(campaign.Slowest.TotalMilliseconds, 1),
        [.. campaign.Failures.Values]);
}
