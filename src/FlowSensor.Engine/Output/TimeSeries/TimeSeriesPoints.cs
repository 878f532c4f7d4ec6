using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Makes points of everything the sensor closes. One thread.</summary>
internal sealed class TimeSeriesPoints
{
    // Windows close in order; a restart or late records may add to the newest. Files of a replay come in any order.
    private const int KeptWindows = 3;
    private const long ForEver = long.MaxValue;
    private static readonly TimeSpan KeptSamples = TimeSpan.FromDays(2);

    private readonly ITimeSeriesWriter _writer;
    private readonly NameGuards _names;
    private readonly RecentPoints _windows;
    private readonly RecentPoints _samples;
    private readonly SpanPoints _span;
    private readonly MailPoints _mail;
    private readonly InspectionPoints _inspection;
    private readonly IncidentPoints _incidents;
    private readonly RecentPoints _findings;
    private readonly LogPoints _logs;
    private readonly SensorHealth? _health;

    /// <summary>Makes the parts.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="folder">Where the newest points are kept for the next run; null to keep none and to write nothing of the program itself.</param>
    /// <param name="writer">Takes the points.</param>
    /// <param name="state">How the output does.</param>
    /// <param name="clock">Time.</param>
    public TimeSeriesPoints(SensorOptions options, string? folder, ITimeSeriesWriter writer, Func<OutputState> state, TimeProvider clock)
    {
        _writer = writer;
        int ranks = options.Outputs.Influxdb.TopSources;
        long window = (long)options.Traffic.Window.TotalMilliseconds;
        _names = new NameGuards(options.Outputs.Influxdb.MaxNames);
        long horizon = (KeptWindows * window) + (long)options.Traffic.Lateness.TotalMilliseconds;
        _windows = new RecentPoints(folder is null ? ForEver : horizon, ranks, FileOf(folder, "windows.points"));
        _samples = new RecentPoints(folder is null ? ForEver : (long)KeptSamples.TotalMilliseconds, ranks, FileOf(folder, "samples.points"));
        _span = new SpanPoints(_windows, _names, ranks);
        _inspection = new InspectionPoints(_windows);
        _incidents = new IncidentPoints(_windows, writer, window);
        _mail = new MailPoints(_samples, _names, MailOptions.CalendarOf(options.Sensor), options.Mail.Weekday.ToLevels(), options.Mail.Holiday.ToLevels());
        _findings = new RecentPoints(folder is null ? ForEver : (long)KeptSamples.TotalMilliseconds, ranks, FileOf(folder, "findings.points"));
        _logs = new LogPoints(_findings, window);
        _health = folder is null ? null : new SensorHealth(state, clock);
    }

    /// <summary>Reads what an earlier run kept.</summary>
    /// <returns>What is wrong with it.</returns>
    public IEnumerable<string> Load()
    {
        foreach (RecentPoints recent in (IEnumerable<RecentPoints>)[_windows, _samples, _findings])
        {
            if (!recent.Load(_names))
            {
                yield return "what an earlier run wrote last cannot be read, so the window of the restart is written without its part";
            }
        }
    }

    /// <summary>Writes the points of an item.</summary>
    /// <returns>False when what was written could not be kept for the next run.</returns>
    public bool Write(StoredItem item)
    {
        switch (item)
        {
            case StoredSpan { Kind: SpanKind.Window } span:
                _span.Add(span);
                _incidents.AddOpen(span.Start);
                _health?.Write(_writer);
                return WriteWindow(span.Start);
            case StoredInspection inspection:
                _inspection.Add(inspection);
                return WriteWindow(inspection.Start);
            case StoredIncident incident:
                // There may be hundreds in a window; the window itself keeps what they added.
                _incidents.Add(incident);
                _windows.Points.WriteChanged(_writer);
                _writer.Complete();
                return true;
            case StoredMail mail:
                long newest = _mail.Add(mail);
                _samples.Points.WriteChanged(_writer, _mail.Derive);
                _samples.Lists.WriteChanged(_writer, "client");
                _writer.Complete();
                return _samples.Keep(newest, _names);
            case StoredLogs logs:
                return WriteLogs(logs);
            default:
                return true;
        }
    }

    private bool WriteLogs(StoredLogs logs)
    {
        bool isKept = true;
        foreach (StoredItem part in logs.Items)
        {
            isKept &= Write(part);
        }

        if (logs.Findings.Count == 0)
        {
            return isKept;
        }

        long newest = _logs.Add(logs);
        _findings.Points.WriteChanged(_writer);
        _writer.Complete();
        return _findings.Keep(newest, _names) && isKept;
    }

    private bool WriteWindow(long start)
    {
        _windows.Points.WriteChanged(_writer);
        _windows.Lists.WriteChanged(_writer, "source");
        _writer.Complete();
        return _windows.Keep(start, _names);
    }

    private static string? FileOf(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);
}
