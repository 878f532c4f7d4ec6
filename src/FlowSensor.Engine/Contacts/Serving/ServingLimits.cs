namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>Bounds of a line server, which talks to anybody.</summary>
public sealed record ServingLimits
{
    /// <summary>Connections at the same time; further ones are closed at once.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Octets of a line; longer ones end the connection.</summary>
    public int LineOctets { get; init; } = 512;

    /// <summary>Lines taken from one connection.</summary>
    public int Lines { get; init; } = 100;

    /// <summary>Longest silence of a client.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest life of a connection.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromMinutes(2);
}
