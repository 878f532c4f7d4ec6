namespace FlowSensor.Dashboard.Answers;

/// <summary>A person or desk to write to.</summary>
/// <param name="Role">What it is asked for, such as <c>abuse</c>.</param>
/// <param name="Name">Name; empty when unknown.</param>
/// <param name="Mail">Mailbox; empty when unknown.</param>
/// <param name="Phone">Telephone; empty when unknown.</param>
internal sealed record ContactPerson(string Role, string Name, string Mail, string Phone);
