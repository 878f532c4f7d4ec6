namespace FlowSensor.Engine.Detection;

/// <summary>Logins of a host, and its connections to mailboxes where no login was seen, fading: an attempt weighs a third after ten minutes.</summary>
internal struct LoginAttempts
{
    private const double FadeMs = 600_000;

    // Windows under which nothing is known of how far sizes spread.
    private const double LeastWindows = 2.5;

    public double Failed;
    public double All;

    /// <summary>Connections in which no login was seen.</summary>
    public double Connections;

    public long At;

    private double _octets;
    private double _squares;
    private double _windows;

    /// <summary>Mean octets of a connection.</summary>
    public readonly double MeanOctets => _octets / Connections;

    /// <summary>
    /// How far connections' octets spread around their mean, as a part of it: from how far the means of windows do. Many people's connections spread
    /// by a fifth and more; those of one program that is refused each time by the length of a name. 1 while too little is known.
    /// </summary>
    public readonly double Spread => _windows < LeastWindows
        ? 1
        : Math.Sqrt(Math.Max(0, _squares - (_octets * _octets / Connections)) / (_windows - 1)) / MeanOctets;

    /// <summary>Counts a window's connections.</summary>
    public void Add(double connections, double octets)
    {
        Connections += connections;
        _octets += octets;
        _squares += octets * octets / connections;
        _windows++;
    }

    /// <summary>Lets what is old fade until an observed time.</summary>
    public void Fade(long observed)
    {
        double left = Math.Exp(-Math.Max(0, observed - At) / FadeMs);
        Failed *= left;
        All *= left;
        Connections *= left;
        _octets *= left;
        _squares *= left;
        _windows *= left;
        At = observed;
    }
}
