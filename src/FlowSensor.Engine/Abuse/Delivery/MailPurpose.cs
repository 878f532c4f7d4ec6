namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>What a mail of the desk is.</summary>
public enum MailPurpose
{
    /// <summary>A report of an incident.</summary>
    Report,

    /// <summary>A complaint, with evidence, to whoever is responsible for the host.</summary>
    Forward,

    /// <summary>An answer to who complained.</summary>
    Answer,
}
