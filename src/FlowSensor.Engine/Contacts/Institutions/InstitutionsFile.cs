namespace FlowSensor.Engine.Contacts.Institutions;

/// <summary>A YAML file of institutions: one list under <c>institutions</c>.</summary>
public sealed class InstitutionsFile
{
    /// <summary>The institutions.</summary>
    public List<InstitutionEntry> Institutions { get; set; } = [];
}
