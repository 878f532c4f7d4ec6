namespace FlowSensor.Engine.Detection;

/// <summary>How well a sender's mail goes, over some hours.</summary>
internal readonly record struct MailQuality(uint Flows, uint Small, uint Unanswered, uint Recipients, uint Refused)
{
    // In one case of fifteen the true share is lower.
    private const double Likely = 1.5;

    // In one case of twenty-five. Replies are asked for each minute, and within TLS most are not seen: the first few of a newsletter's thousands are often enough
    // worse than its list for less to be enough.
    private const double Certain = 1.75;

    /// <summary>Part of its flows that brought no message to anybody.</summary>
    public double Poor => Flows == 0 ? 0 : Math.Min(1, (Small + Unanswered) / (double)Flows);

    /// <summary>Part of its recipients that were refused.</summary>
    public double RefusedShare => Recipients == 0 ? 0 : Math.Min(1, Refused / (double)Recipients);

    /// <summary>What <see cref="Poor"/> is at least: few flows prove little.</summary>
    public double PoorAtLeast => AtLeast(Poor, Flows, Likely);

    /// <summary>What <see cref="RefusedShare"/> is at least.</summary>
    public double RefusedAtLeast => AtLeast(RefusedShare, Recipients, Certain);

    /// <summary>The same with another hour.</summary>
    public MailQuality With(in MailHour hour) =>
        new(Flows + hour.Flows, Small + hour.Small, Unanswered + hour.Unanswered, Recipients + hour.Recipients, Refused + hour.Refused);

    // Lower end of Wilson's interval (1927) at so many standard deviations.
    private static double AtLeast(double share, uint count, double deviations)
    {
        double square = deviations * deviations;
        if (count == 0)
        {
            return 0;
        }

        double middle = share + (square / (2 * count));
        double width = deviations * Math.Sqrt(((share * (1 - share)) + (square / (4 * count))) / count);
        return Math.Max(0, (middle - width) / (1 + (square / count)));
    }
}
