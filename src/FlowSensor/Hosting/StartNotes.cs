using FlowSensor.Engine.Configuration;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>What the sensor logs when it begins: where it listens, where the dashboard is, and receive buffers smaller than asked for.</summary>
internal static class StartNotes
{
    /// <summary>Logs it.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="inputs">What is open.</param>
    /// <param name="logs">Logs that are read.</param>
    /// <param name="dashboard">Address of the dashboard, or null where it is not open.</param>
    /// <param name="trouble">Why the dashboard is not open, or null where it is not wanted.</param>
    public static void Tell(ILogger logger, SensorOptions options, LiveInputs inputs, IEnumerable<string> logs, string? dashboard, string? trouble)
    {
        IEnumerable<string> sources = inputs.Datagrams.Listeners.Select(static listener => listener.ToString())
            .Concat((inputs.Packets?.Interfaces ?? []).Select(static name => $"interface {name}"))
            .Concat(logs);
        SensorLog.Listening(logger, options.Sensor.Name, string.Join(", ", sources), options.Store.Path);
        if (dashboard is not null)
        {
            SensorLog.Dashboard(logger, dashboard);
        }
        else if (trouble is not null)
        {
            SensorLog.Trouble(logger, trouble);
        }

        for (int i = 0; i < inputs.Datagrams.Listeners.Count; i++)
        {
            ByteSize given = new(inputs.Datagrams.Counters(i).ReceiveBuffer);
            ByteSize wanted = options.Inputs.Netflow.ReceiveBuffer;
            if (given < wanted)
            {
                SensorLog.SmallBuffer(logger, inputs.Datagrams.Listeners[i], given.ToString(), wanted.ToString(), wanted.Octets);
            }
        }
    }
}
