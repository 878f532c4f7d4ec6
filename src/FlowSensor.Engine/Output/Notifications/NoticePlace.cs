namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Whose an address is; empty where it is not known.</summary>
/// <param name="Institution">Name of the institution.</param>
/// <param name="Contact">Mailbox to write to.</param>
public sealed record NoticePlace(string Institution, string Contact)
{
    /// <summary>Nothing is known.</summary>
    public static NoticePlace Unknown { get; } = new("", "");
}
