namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>An RWhois object: its class, its id, and its attributes in the order to send them.</summary>
/// <param name="Class">Class name.</param>
/// <param name="Id">The attribute ID, unique.</param>
/// <param name="Attributes">Names (with <c>;I</c> for a reference to another object's id) and values.</param>
public sealed record RwhoisObject(string Class, string Id, IReadOnlyList<(string Name, string Value)> Attributes);
