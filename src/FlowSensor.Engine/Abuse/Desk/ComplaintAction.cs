namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>What is to be done with a message of the abuse mailbox.</summary>
public enum ComplaintAction
{
    /// <summary>Nothing: it complains about nobody.</summary>
    Ignore,

    /// <summary>A person has to read it: no host could be found in it.</summary>
    Review,

    /// <summary>It goes to the contact of the host, with what was seen.</summary>
    Forward,

    /// <summary>The reporter is told that the traffic is not in our data.</summary>
    Answer,

    /// <summary>It is not in our data, and nobody would read an answer.</summary>
    Unanswered,

    /// <summary>It is about a report of ours: an answer, or a note that it could not be delivered. The report's ticket notes it.</summary>
    Ticket,

    /// <summary>Nothing: it was handled before.</summary>
    Known,
}
