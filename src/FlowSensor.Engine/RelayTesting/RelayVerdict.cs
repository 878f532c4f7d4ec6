namespace FlowSensor.Engine.RelayTesting;

/// <summary>What a test came to.</summary>
public enum RelayVerdict
{
    /// <summary>Some patterns got no final answer, and none was accepted.</summary>
    Unknown,

    /// <summary>Every pattern was refused.</summary>
    Closed,

    /// <summary>Only patterns were accepted that may be local: look at what the server does with such mail.</summary>
    Doubtful,

    /// <summary>It takes mail for elsewhere.</summary>
    Open,
}
