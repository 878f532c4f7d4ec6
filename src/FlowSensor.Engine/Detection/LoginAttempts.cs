namespace FlowSensor.Engine.Detection;

/// <summary>Logins of a host, fading: an attempt weighs a third after ten minutes.</summary>
internal struct LoginAttempts
{
    private const double FadeMs = 600_000;

    public double Failed;
    public double All;
    public long At;

    /// <summary>Lets what is old fade until an observed time.</summary>
    public void Fade(long observed)
    {
        double left = Math.Exp(-(observed - At) / FadeMs);
        Failed *= left;
        All *= left;
        At = observed;
    }
}
