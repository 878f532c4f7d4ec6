namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>How many mails one contact gets.</summary>
/// <param name="Mails">Mails.</param>
/// <param name="Period">In this time.</param>
internal readonly record struct ContactLimit(int Mails, TimeSpan Period);
