namespace FlowSensor.Engine.Logs.Silences;

/// <summary>When the silence of a program is too long.</summary>
public sealed class SilenceOptions
{
    /// <summary>Shorter silences are never shown.</summary>
    public TimeSpan Least { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many times the usual longest interval of the hour a silence must last.</summary>
    public double Factor { get; set; } = 5;

    /// <summary>The same for a silence that follows a rare line.</summary>
    public double FactorAfterRare { get; set; } = 2;

    /// <summary>Part of the intervals of an hour that are no longer than its usual longest one.</summary>
    public double Quantile { get; set; } = 0.99;

    /// <summary>Intervals that must be known before anything is said.</summary>
    public int LeastIntervals { get; set; } = 30;

    /// <summary>A line with words of trouble this close before a silence makes it one after a rare line.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A type is rare when it has at most this many of 100,000 lines, or ten lines.</summary>
    public double RareOf100000 { get; set; } = 100;

    /// <summary>Pairs of host and program kept at most; the one heard longest ago makes room.</summary>
    public int MaxPrograms { get; set; } = 512;
}
