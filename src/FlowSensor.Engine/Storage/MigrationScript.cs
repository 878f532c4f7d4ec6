namespace FlowSensor.Engine.Storage;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Number">Its number; steps are only ever added.</param>
/// <param name="Name">Name of the script.</param>
/// <param name="Sql">What it does.</param>
internal sealed record MigrationScript(int Number, string Name, string Sql);
