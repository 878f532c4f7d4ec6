namespace FlowSensor.Engine.MailStatistics;

/// <summary>Where counts of a mail server come from. They are kept apart: the same mail is in both.</summary>
public enum MailOrigin : byte
{
    /// <summary>Packets.</summary>
    Wire,

    /// <summary>The server's own logs.</summary>
    Log,
}
