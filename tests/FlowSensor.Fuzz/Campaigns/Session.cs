using System.Diagnostics;
using System.Globalization;
using FlowSensor.Fuzz.Coverage;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>Campaigns of several targets, a slice of each in turn, so that all have been run whenever it is ended.</summary>
internal sealed class Session(FuzzOptions options)
{
    private const long SliceExecutions = 10_000;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(15);

    /// <summary>Runs them.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="stop">Ends it after the slice that runs.</param>
    public IReadOnlyList<CampaignReport> Run(IReadOnlyList<FuzzTarget> targets, CancellationToken stop)
    {
        FailureFolder failures = new(options.Failures, options.Seed);
        using Watchdog watchdog = new(failures);
        List<Campaign> campaigns = [.. targets.Select(target => new Campaign(target, options, failures, watchdog, InstrumentedCopy.IsRunning))];
        SeedFiles files = SeedFiles.Find(options.UseShared);
        foreach (Campaign campaign in campaigns)
        {
            campaign.Begin(files, CorpusFolder.Read(options.Corpus, campaign.Target));
        }

        long started = Stopwatch.GetTimestamp();
        long told = started;
        bool goesOn = true;
        while (goesOn && !stop.IsCancellationRequested)
        {
            goesOn = false;
            foreach (Campaign campaign in campaigns)
            {
                long left = options.Executions - campaign.Executions;
                if (left <= 0 || stop.IsCancellationRequested || Stopwatch.GetElapsedTime(started) >= options.Time)
                {
                    continue;
                }

                campaign.Run(options.IsTimed ? left : Math.Min(left, SliceExecutions), Slice * campaign.Target.Weight);
                goesOn = true;
                if (Stopwatch.GetElapsedTime(told) >= ProgressEvery)
                {
                    told = Stopwatch.GetTimestamp();
                    TellProgress(campaigns, Stopwatch.GetElapsedTime(started));
                    CorpusFolder.Write(options.Corpus, campaign);
                }
            }
        }

        campaigns.ForEach(campaign => CorpusFolder.Write(options.Corpus, campaign));
        return [.. campaigns.Select(CampaignReport.Of)];
    }

    private static void TellProgress(List<Campaign> campaigns, TimeSpan elapsed) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{elapsed:hh\\:mm\\:ss}  {campaigns.Sum(static campaign => campaign.Executions):N0} executions, {campaigns.Sum(static campaign => campaign.NewBehaviours):N0} new behaviours, {campaigns.Sum(static campaign => campaign.Failures.Count)} failures"));
}
