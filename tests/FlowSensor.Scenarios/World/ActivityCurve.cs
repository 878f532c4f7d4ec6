namespace FlowSensor.Scenarios.World;

/// <summary>How much of something happens over a day.</summary>
internal enum ActivityCurve
{
    /// <summary>People at work: nine to five, little at night and on free days.</summary>
    Office,

    /// <summary>People at home and in dormitories: the evening, free days as well.</summary>
    Home,

    /// <summary>The Internet at large: every hour, some swing.</summary>
    World,

    /// <summary>Machines: always the same.</summary>
    Flat,
}
