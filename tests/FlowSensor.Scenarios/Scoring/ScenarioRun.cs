using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Traffic;
using FlowSensor.Scenarios.Feeding;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>Plays a seed to a sensor and scores what it says.</summary>
internal static class ScenarioRun
{
    /// <summary>Runs.</summary>
    public static RunScore Run(ScenarioOptions scenario, Visibility visibility, DetectionSectionOptions? rules = null)
    {
        ScenarioPlay play = new(scenario);
        SensorOptions options = OptionsOf(play.Calendar);
        options.Detection = rules ?? options.Detection;
        IScenarioFeed? feed = null;
        AlarmLog log = new(() => feed!.Now);
        WireWatch watch = new((long)options.Traffic.Window.TotalMilliseconds) { IsUsed = visibility == Visibility.Wire };
        Detector detector = new(options.Detection, DetectionSettings.SetupOf(options, null, watch), log);
        TrafficAccounting accounting = new(options.Traffic, detector, false, options.Detection.MaxProbedHosts);
        Collector collector = new(CollectorOptions.From(options), accounting);
        PacketIntake intake = new(options, accounting, watch);
        feed = visibility == Visibility.Wire ? new PacketFeed(intake, ScenarioCalendar.Start) : new ExportFeed(collector, ScenarioCalendar.Start, scenario.ActiveTimeout);
        play.Run(feed);
        intake.Complete();
        accounting.Flush();
        return RunScore.Of(visibility, scenario.Days, play.LabelsOf(feed), log.Alarms);
    }

    /// <summary>The configuration an operator of the region would write: its network and its holidays. Nothing of the threats.</summary>
    private static SensorOptions OptionsOf(ScenarioCalendar calendar)
    {
        SensorOptions options = new();
        options.Sensor.Networks.Add(Places.OwnNetwork);
        options.Traffic.Networks.Add(Places.OwnNetwork);
        if (calendar.Holiday is DateOnly holiday)
        {
            options.Sensor.Holidays.Add(holiday);
        }

        return options;
    }
}
