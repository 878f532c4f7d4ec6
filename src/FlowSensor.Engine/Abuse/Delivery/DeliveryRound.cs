namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>What a round of sending came to.</summary>
/// <param name="Sent">Mails that the server took.</param>
/// <param name="Uncertain">Mails that it may have taken.</param>
/// <param name="Failed">Mails that it will never take.</param>
/// <param name="Waiting">Mails that still wait.</param>
/// <param name="Trouble">The last thing that went wrong; null when nothing did.</param>
public sealed record DeliveryRound(int Sent, int Uncertain, int Failed, int Waiting, string? Trouble);
