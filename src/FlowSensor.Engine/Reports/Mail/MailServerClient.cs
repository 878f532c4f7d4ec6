namespace FlowSensor.Engine.Reports.Mail;

/// <summary>A client of a mail server.</summary>
/// <param name="Client">Address.</param>
/// <param name="Connections">Connections in the day.</param>
/// <param name="Samples">Connections in each sample of the day.</param>
public sealed record MailServerClient(string Client, long Connections, IReadOnlyList<int> Samples);
