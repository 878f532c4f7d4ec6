namespace FlowSensor.Engine.Handover;

/// <summary>A batch that is filled, read, and filled again.</summary>
internal interface IBatch
{
    /// <summary>Forgets its content.</summary>
    void Clear();
}
