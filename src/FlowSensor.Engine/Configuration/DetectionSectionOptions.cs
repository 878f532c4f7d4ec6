using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Output.Notifications;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>detection</c> as it stands in the file: the rules, and who is told. Detection itself knows of nobody to tell.</summary>
public sealed class DetectionSectionOptions : DetectionOptions
{
    /// <summary>Who is told of incidents.</summary>
    public List<NotifyOptions> Notify { get; set; } = [];
}
