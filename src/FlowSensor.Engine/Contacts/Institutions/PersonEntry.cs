namespace FlowSensor.Engine.Contacts.Institutions;

/// <summary>A contact as a file has it.</summary>
public sealed class PersonEntry
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Mailbox.</summary>
    public string Mail { get; set; } = "";

    /// <summary>Telephone.</summary>
    public string Phone { get; set; } = "";
}
