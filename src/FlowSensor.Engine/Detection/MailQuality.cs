namespace FlowSensor.Engine.Detection;

/// <summary>How well a sender's mail goes, over some hours.</summary>
internal readonly record struct MailQuality(uint Flows, uint Small, uint Unanswered, uint Recipients, uint Refused)
{
    /// <summary>Part of its flows that brought no message to anybody.</summary>
    public double Poor => Flows == 0 ? 0 : Math.Min(1, (Small + Unanswered) / (double)Flows);

    /// <summary>Part of its recipients that were refused.</summary>
    public double RefusedShare => Recipients == 0 ? 0 : Math.Min(1, Refused / (double)Recipients);

    /// <summary>The same with another hour.</summary>
    public MailQuality With(in MailHour hour) =>
        new(Flows + hour.Flows, Small + hour.Small, Unanswered + hour.Unanswered, Recipients + hour.Recipients, Refused + hour.Refused);
}
