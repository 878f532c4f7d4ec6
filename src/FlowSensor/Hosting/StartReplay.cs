using FlowSensor.Engine.Replay;
using FlowSensor.Engine.Storage;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>Captures that a sensor takes in when it starts, before what arrives.</summary>
internal sealed class StartReplay
{
    private readonly SensorSession _session;
    private readonly ReplayRun? _run;
    private readonly ILogger _logger;

    private StartReplay(SensorSession session, ReplayRun? run, ILogger logger)
    {
        _session = session;
        _run = run;
        _logger = logger;
    }

    /// <summary>Feeds the captures and closes their windows.</summary>
    /// <exception cref="ReplayException">One cannot be read.</exception>
    public static StartReplay Run(IReadOnlyList<string> captures, SensorSession session, ILogger logger, CancellationToken stop)
    {
        if (captures.Count == 0)
        {
            return new StartReplay(session, null, logger);
        }

        ReplayRun run = new(captures, session.Pipeline.IntakeFor);
        run.Run(CaptureKind.Auto, progress: null, stop);
        foreach (string warning in run.Input.Warnings)
        {
            SensorLog.Trouble(logger, warning);
        }

        session.Pipeline.IntakeFor(CaptureKind.Exports).BreakTime();
        session.Pipeline.Packets?.BreakTime();
        return new StartReplay(session, run, logger);
    }

    /// <summary>Says what was taken in once a store has it, unless something fails; what arrives meanwhile waits in batches and sockets as long as there is room.</summary>
    public void TellWhenStored(SensorStore store)
    {
        if (_run is null)
        {
            return;
        }

        _session.Settle();
        if (store.Settle())
        {
            SensorLog.Replayed(_logger, _run.Input.Packets, _run.Input.Files);
        }
    }
}
