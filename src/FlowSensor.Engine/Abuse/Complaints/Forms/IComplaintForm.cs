namespace FlowSensor.Engine.Abuse.Complaints.Forms;

/// <summary>One form of complaint: recognises it and reads the hosts it is about.</summary>
internal interface IComplaintForm
{
    /// <summary>Reads the complaint when it has this form.</summary>
    /// <param name="parts">The message.</param>
    /// <param name="rules">Whom a complaint can be about.</param>
    /// <param name="times">Reads times in its text.</param>
    /// <returns>Form, category and sources; null when it has another form.</returns>
    Complaint? Read(MessageParts parts, ComplaintRules rules, TimeFinder times);
}
