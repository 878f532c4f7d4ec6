using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Actors;

/// <summary>Somebody who does something: told every minute, opens talks that begin within it.</summary>
internal abstract class Actor
{
    /// <summary>Milliseconds of a minute.</summary>
    protected const int MinuteMs = 60_000;

    /// <summary>What is to be found, nothing for the innocent.</summary>
    public virtual IEnumerable<Label> Labels => [];

    /// <summary>Acts for one minute.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="minute">Its start, Unix milliseconds.</param>
    public abstract void Act(Stage stage, long minute);
}
