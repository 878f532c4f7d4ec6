namespace FlowSensor.Dashboard.Api;

/// <summary>What a parameter holds.</summary>
internal enum ParameterKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A time as the commands take it.</summary>
    Time,

    /// <summary>A local date.</summary>
    Date,

    /// <summary>A length of time such as <c>12h</c>.</summary>
    Duration,

    /// <summary>An IP address.</summary>
    Address,

    /// <summary>A network, or an address for the network of that one.</summary>
    Network,

    /// <summary>Words: with commas between in the query, a list in the body.</summary>
    Words,
}
