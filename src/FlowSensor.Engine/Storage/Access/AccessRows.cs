using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>Roles as the tables have them.</summary>
internal static class AccessRows
{
    /// <summary>The role of a name; what is not known may only look.</summary>
    public static AccessRole Role(this SqliteDataReader rows, int column) => RoleName.Parse(rows.GetString(column)) ?? AccessRole.Read;
}
