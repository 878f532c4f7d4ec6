namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>What has become of a mail.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent: now, after a pause, or when its contact may get another.</summary>
    Waiting,

    /// <summary>A program is handing it over. Written before the server is talked to.</summary>
    Sending,

    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>The program or the connection ended while it was handed over: it may have been taken. It is sent again only when a person says so.</summary>
    Uncertain,

    /// <summary>It was refused for good, or for longer than the sensor tries.</summary>
    Failed,
}
