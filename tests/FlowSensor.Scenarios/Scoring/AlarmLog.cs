using FlowSensor.Engine.Detection;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>Notes the incidents of a run.</summary>
/// <param name="clock">Time of the data, Unix milliseconds.</param>
internal sealed class AlarmLog(Func<long> clock) : IIncidentSink
{
    private readonly Dictionary<string, Alarm> _byId = [];

    /// <summary>Every incident, in the order in which they were raised.</summary>
    public List<Alarm> Alarms { get; } = [];

    /// <inheritdoc/>
    public void OnChange(IncidentChange change)
    {
        if (_byId.TryGetValue(change.Incident.Id, out Alarm? alarm))
        {
            alarm.Latest = change.Incident;
            return;
        }

        alarm = new Alarm(clock(), change.Incident);
        _byId.Add(change.Incident.Id, alarm);
        Alarms.Add(alarm);
    }
}
