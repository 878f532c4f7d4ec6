namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Why a router could not be read.</summary>
public enum SnmpFailure
{
    /// <summary>It could.</summary>
    None,

    /// <summary>No answer within the timeout, after all retries.</summary>
    Timeout,

    /// <summary>The network says that nothing listens there.</summary>
    Unreachable,

    /// <summary>Answers came but could not be decoded.</summary>
    Malformed,

    /// <summary>The agent does not know the SNMPv3 user.</summary>
    UnknownUser,

    /// <summary>The agent, or we, found a wrong digest: the authentication password or protocol is wrong.</summary>
    WrongPassword,

    /// <summary>The agent cannot decrypt: the privacy password or protocol is wrong.</summary>
    WrongPrivacy,

    /// <summary>The user may not use this security level.</summary>
    UnsupportedSecurityLevel,

    /// <summary>Engine boots and time do not agree after synchronising again (RFC 3414 3.2, 7).</summary>
    NotInTimeWindow,

    /// <summary>The agent did not tell its engine id, or changed it.</summary>
    UnknownEngine,

    /// <summary>Not even one object fits an answer.</summary>
    TooBig,

    /// <summary>The agent answered with an error status.</summary>
    AgentError,

    /// <summary>Names came in an order that does not increase: the walk would loop.</summary>
    OutOfOrder,

    /// <summary>More rows than allowed.</summary>
    TooManyRows,

    /// <summary>The walk took longer than allowed.</summary>
    Deadline,

    /// <summary>None of the route tables has a row, or the view hides them.</summary>
    NoTable,

    /// <summary>A file of routes cannot be read.</summary>
    BadFile,
}
