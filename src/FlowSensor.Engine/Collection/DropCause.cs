namespace FlowSensor.Engine.Collection;

/// <summary>Why a datagram was not processed in full. Every datagram is either decoded, waiting for a template, or dropped for one cause.</summary>
public enum DropCause
{
    /// <summary>Its content breaks its format.</summary>
    Malformed,

    /// <summary>Its version is not decoded here.</summary>
    Unsupported,

    /// <summary>At least one of its data sets never got its template.</summary>
    UnknownTemplate,

    /// <summary>Its sender is not on the allow list.</summary>
    NotAllowed,

    /// <summary>The queue behind the receiving threads was full.</summary>
    QueueFull,

    /// <summary>The exporter table was full.</summary>
    TableFull,

    /// <summary>It was overtaken on the way by so much that its window had closed.</summary>
    Late,

    /// <summary>Its exporter sent more than its limit; templates and options in it were read, and estimated counts stand for its records.</summary>
    RateLimited,
}
