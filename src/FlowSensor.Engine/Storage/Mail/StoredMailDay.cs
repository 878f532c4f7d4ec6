using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Mail;

/// <summary>A mail server's local day.</summary>
/// <param name="Server">The server.</param>
/// <param name="Day">The day.</param>
/// <param name="TopRecipientRefusals">Refusals of the recipient refused most often.</param>
internal sealed record StoredMailDay(IpAddress Server, DateOnly Day, long TopRecipientRefusals);
