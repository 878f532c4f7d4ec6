namespace FlowSensor.Engine.Contacts;

/// <summary>How an institution wants to be told.</summary>
public enum NotifyPolicy
{
    /// <summary>A person decides about each report.</summary>
    Ask,

    /// <summary>Reports go out by themselves.</summary>
    Automatic,

    /// <summary>No reports.</summary>
    Never,
}
