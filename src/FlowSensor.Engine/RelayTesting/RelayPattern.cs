namespace FlowSensor.Engine.RelayTesting;

/// <summary>A way to have a mail passed on that a server may have forgotten to refuse.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sender">What stands in MAIL FROM, between the brackets.</param>
/// <param name="Recipient">What stands in RCPT TO, between the brackets.</param>
/// <param name="MayBeLocal">True where the server may believe the recipient one of its own: acceptance alone proves no relay then.</param>
public sealed record RelayPattern(string Name, string Sender, string Recipient, bool MayBeLocal);
