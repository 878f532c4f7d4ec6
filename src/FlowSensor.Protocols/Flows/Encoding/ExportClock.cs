namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>
/// The boot time that v5 and v9 count from. It lies a day before the first export, so that flows that began before have a place, and moves on
/// before the 32 bits of milliseconds end (49.7 days), which to a collector is a restart. It is a whole second, as the export time of v9 is.
/// </summary>
internal struct ExportClock
{
    private const long DayMs = 86_400_000;
    private const long LongestUptimeMs = 48 * DayMs;

    private bool _started;

    /// <summary>Unix time in milliseconds.</summary>
    public long BootMs { get; private set; }

    public void Begin(long nowMs)
    {
        if (!_started || nowMs - BootMs > LongestUptimeMs || nowMs < BootMs)
        {
            _started = true;
            BootMs = (nowMs - DayMs) / 1_000 * 1_000;
        }
    }
}
