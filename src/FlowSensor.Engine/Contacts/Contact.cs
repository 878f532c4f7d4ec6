namespace FlowSensor.Engine.Contacts;

/// <summary>A person or desk of an institution.</summary>
/// <param name="Role">What it is asked for.</param>
/// <param name="Name">Name; empty when unknown.</param>
/// <param name="Mail">Mailbox; empty when unknown.</param>
/// <param name="Phone">Telephone; empty when unknown.</param>
public sealed record Contact(ContactRole Role, string Name, string Mail, string Phone);
