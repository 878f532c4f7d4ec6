namespace FlowSensor.Engine.Storage;

/// <summary>Anything that is handed to the store's writer; taken from the sensor and never changed after.</summary>
public abstract record StoredItem;
