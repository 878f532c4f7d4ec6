namespace FlowSensor.Engine.Tests.Abuse.Delivery;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Unix milliseconds.</summary>
    public long Now => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);

    /// <summary>Moves it.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _now, (long)time.TotalMilliseconds);
}
