using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Status;

/// <summary>What the running sensor says of itself to those who ask from other threads.</summary>
/// <param name="clock">Time.</param>
internal sealed class SensorStatus(TimeProvider clock)
{
    // A pass of the feeding thread takes a fraction of a second, the closing of a window with a million sources some.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private volatile ResultOutputs? _outputs;
    private volatile SensorStore? _store;
    private volatile SensorOptions? _options;
    private volatile LiveDirectory? _directory;
    private volatile bool _isReceiving;
    private long _lastPass;

    /// <summary>True once packets and datagrams are taken.</summary>
    public bool IsReceiving => _isReceiving;

    /// <summary>False when the feeding thread has stopped moving.</summary>
    public bool IsAlive => !_isReceiving || clock.GetElapsedTime(Interlocked.Read(ref _lastPass)) < LongestSilence;

    /// <summary>Spans in the store.</summary>
    public long StoreWritten => _store?.Written ?? 0;

    /// <summary>Items the store lost.</summary>
    public long StoreLost => _store?.Lost ?? 0;

    /// <summary>Why the store last failed to write; null while all is well.</summary>
    public StoreException? StoreFailure => _store?.Failure;

    /// <summary>The configuration in force; null until the sensor has begun.</summary>
    public SensorOptions? Options => _options;

    /// <summary>Routes and institutions as they are known; null until the sensor has begun.</summary>
    public LiveDirectory? Directory => _directory;

    /// <summary>How the outputs do.</summary>
    public IReadOnlyList<OutputState> Outputs => _outputs?.States ?? [];

    /// <summary>Tells of the parts in use.</summary>
    public void Use(SensorOptions options, SensorStore store, ResultOutputs outputs, LiveDirectory directory)
    {
        _store = store;
        _outputs = outputs;
        _directory = directory;
        _options = options;
    }

    /// <summary>Tells that the feeding thread has made a pass.</summary>
    public void Pass()
    {
        Interlocked.Exchange(ref _lastPass, clock.GetTimestamp());
        _isReceiving = true;
    }

    /// <summary>Tells that nothing is taken any more.</summary>
    public void End() => _isReceiving = false;
}
