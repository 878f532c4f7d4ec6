using FlowSensor.Scenarios.Talks;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>Takes what happens and gives it to a sensor, as packets or as flow records.</summary>
internal interface IScenarioFeed
{
    /// <summary>The time reached: nothing later has been given to the sensor. Unix milliseconds.</summary>
    long Now { get; }

    /// <summary>When the sensor was first told of each actor.</summary>
    FirstSeen Seen { get; }

    /// <summary>Takes a talk that starts at or after the time reached, and at most a minute later.</summary>
    void Open(Talk talk);

    /// <summary>Gives everything before a time to the sensor.</summary>
    /// <param name="timeMs">Unix milliseconds.</param>
    void RunUntil(long timeMs);

    /// <summary>Gives the rest.</summary>
    void Complete();
}
