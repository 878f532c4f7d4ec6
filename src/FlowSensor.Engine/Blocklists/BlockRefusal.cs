namespace FlowSensor.Engine.Blocklists;

/// <summary>Why a source of an incident is not on a block list.</summary>
public enum BlockRefusal
{
    /// <summary>It is an own mail server, router, exporter, resolver or the sensor.</summary>
    Infrastructure,

    /// <summary>It is on the allow list.</summary>
    Allowed,

    /// <summary>Its address can be forged: nothing but bare SYN or one-way datagrams was seen.</summary>
    Forgeable,

    /// <summary>It suffers the harm, or is misused for it.</summary>
    NoOffender,

    /// <summary>Somebody muted it.</summary>
    Muted,

    /// <summary>Its severity is below what is asked.</summary>
    NotSevere,

    /// <summary>It was last seen too long ago.</summary>
    Old,
}
