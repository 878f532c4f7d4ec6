using FlowSensor.Engine.Abuse.Delivery;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>What a round of the desk came to.</summary>
/// <param name="Opened">Tickets opened for institutions that want reports without being asked.</param>
/// <param name="Delivery">The mails.</param>
/// <param name="Changed">Tickets whose hosts stopped or came again.</param>
/// <param name="WebhookTrouble">Why the ticket system was not told; null when it was.</param>
/// <param name="OpeningTrouble">Why a report that nobody has to ask for could not be made; null when none failed.</param>
public sealed record DeskRound(int Opened, DeliveryRound Delivery, int Changed, string? WebhookTrouble, string? OpeningTrouble = null);
