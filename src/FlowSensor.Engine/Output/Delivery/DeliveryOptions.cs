namespace FlowSensor.Engine.Output.Delivery;

/// <summary>How batches of one output are brought to its receiver.</summary>
internal sealed record DeliveryOptions
{
    /// <summary>Octets up to which batches with the same headers are joined to one; 0 to send each as it was appended.</summary>
    public int JoinOctets { get; init; }

    /// <summary>Age of a batch at which it is sent although more could join it.</summary>
    public TimeSpan JoinAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a receiver may ask for.</summary>
    public TimeSpan LongestWish { get; init; } = TimeSpan.FromMinutes(10);
}
