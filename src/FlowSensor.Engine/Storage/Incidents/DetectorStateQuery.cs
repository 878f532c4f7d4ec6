using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>What the detector knew when it last kept its state.</summary>
public sealed class DetectorStateQuery(StoreReader store)
{
    /// <summary>The state; null where none is kept.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public byte[]? Ask() => store.Ask(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT body FROM detector_state WHERE id = 1";
        return command.ExecuteScalar() as byte[];
    });
}
