namespace FlowSensor.Engine.Detection;

/// <summary>How well a sender's mail goes, over some hours.</summary>
internal readonly record struct MailQuality(uint Flows, uint Small, uint Unanswered, uint Recipients, uint Refused)
{
    /// <summary>Part of its flows that brought no message to anybody.</summary>
    public double Poor => Flows == 0 ? 0 : Math.Min(1, (Small + Unanswered) / (double)Flows);

    /// <summary>Part of its recipients that were refused.</summary>
    public double RefusedShare => Recipients == 0 ? 0 : Math.Min(1, Refused / (double)Recipients);

    /// <summary>What <see cref="Poor"/> is at least: few flows prove little.</summary>
    public double PoorAtLeast => AtLeast(Poor, Flows);

    /// <summary>What <see cref="RefusedShare"/> is at least.</summary>
    public double RefusedAtLeast => AtLeast(RefusedShare, Recipients);

    /// <summary>The same with another hour.</summary>
    public MailQuality With(in MailHour hour) =>
        new(Flows + hour.Flows, Small + hour.Small, Unanswered + hour.Unanswered, Recipients + hour.Recipients, Refused + hour.Refused);

    // Lower end of Wilson's interval (1927) at one and a half standard deviations: in one case of fifteen the true share is lower.
    private static double AtLeast(double share, uint count)
    {
        const double Deviations = 1.5;
        const double Square = Deviations * Deviations;
        if (count == 0)
        {
            return 0;
        }

        double middle = share + (Square / (2 * count));
        double width = Deviations * Math.Sqrt(((share * (1 - share)) + (Square / (4 * count))) / count);
        return Math.Max(0, (middle - width) / (1 + (Square / count)));
    }
}
