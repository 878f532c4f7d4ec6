using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Doctor;

/// <summary>Looks at every part that a configuration names, from inputs to outputs.</summary>
internal static class Examination
{
    /// <summary>Looks; nothing is changed, and a running sensor is not disturbed.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="clock">Time.</param>
    /// <param name="stop">Ends the questions to others.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(SensorOptions options, TimeProvider clock, CancellationToken stop)
    {
        bool? running = await SensorAtWork.AskAsync(options.Dashboard).ConfigureAwait(false);
        List<Finding> findings =
        [
            running switch
            {
                true => Finding.Good("sensor", "a sensor runs and receives"),
                false => Finding.Fault("sensor", "a sensor runs but does not receive", "look at its log: 'journalctl -u flowsensor'"),
                null => Finding.Hint("sensor", "no sensor answers with this configuration", "start it with 'flowsensor run', or 'systemctl start flowsensor'"),
            },
            .. ListenerCheck.Examine(options.Inputs, running is true),
            .. CaptureCheck.Examine(options.Inputs.Capture, running is true),
            .. LogFileCheck.Examine(options.Inputs.Logs),
            .. StoreCheck.Examine(options.Store, running is not null),
            .. Exporters(options, clock),
        ];
        Task<IReadOnlyList<Finding>> outputs = OutputCheck.ExamineAsync(options, stop);
        findings.AddRange(await RouterCheck.ExamineAsync(options, stop).ConfigureAwait(false));
        findings.AddRange(await outputs.ConfigureAwait(false));
        return findings;
    }

    private static IReadOnlyList<Finding> Exporters(SensorOptions options, TimeProvider clock)
    {
        try
        {
            return [.. ExporterCheck.Examine(options, clock.GetUtcNow())];
        }
        catch (StoreException failure)
        {
            return [Finding.Fault($"store {options.Store.Path}", failure.Message.TrimEnd('.'), "bring it back from a backup with 'flowsensor restore', or move it away and start anew")];
        }
    }
}
