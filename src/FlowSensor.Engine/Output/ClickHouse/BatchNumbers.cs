using System.Security.Cryptography;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Numbers of batches: ascending within a run, and never used again by a later run of the same sensor, because each begins at the time
/// and a random part. A number used twice would make two rows one.
/// </summary>
internal sealed class BatchNumbers(TimeProvider clock)
{
    private const int RandomBits = 22;

    private ulong _last = ((ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() << RandomBits) | (uint)RandomNumberGenerator.GetInt32(1 << RandomBits);

    /// <summary>The next number; may be called by any thread.</summary>
    public ulong Next() => Interlocked.Increment(ref _last);
}
