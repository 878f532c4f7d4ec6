using FlowSensor.Generator;
using FlowSensor.Scenarios.Actors;
using FlowSensor.Scenarios.Feeding;

namespace FlowSensor.Scenarios.World;

/// <summary>One run: the days of a seed, played into a feed.</summary>
internal sealed class ScenarioPlay
{
    private const long MinuteMs = 60_000;

    private readonly IReadOnlyList<Actor> _actors;

    /// <summary>Casts the run.</summary>
    public ScenarioPlay(ScenarioOptions options)
    {
        // One working day of the second week is a holiday, in a short run the second day.
        int holiday = options.Days >= 12 ? 7 + (int)(SeededRandom.Mix(options.Seed) % 5) : options.Days >= 3 ? 1 : -1;
        Calendar = new ScenarioCalendar(options.Days, holiday);
        _actors = Population.Cast(options, Calendar);
    }

    /// <summary>The days.</summary>
    public ScenarioCalendar Calendar { get; }

    /// <summary>What is to be found; complete when the run is over.</summary>
    /// <param name="feed">What the run was played into.</param>
    public IReadOnlyList<Label> LabelsOf(IScenarioFeed feed) =>
        [.. _actors.SelectMany((actor, number) => actor.Labels.Select(label => label with { Seen = feed.Seen.Of(number) }))];

    /// <summary>Plays everything.</summary>
    /// <returns>Talks that took place.</returns>
    public long Run(IScenarioFeed feed)
    {
        Stage stage = new(feed, Calendar);
        for (long minute = ScenarioCalendar.Start; minute < Calendar.End; minute += MinuteMs)
        {
            feed.RunUntil(minute);
            for (stage.Actor = 0; stage.Actor < _actors.Count; stage.Actor++)
            {
                _actors[stage.Actor].Act(stage, minute);
            }
        }

        feed.Complete();
        return stage.Talks;
    }
}
