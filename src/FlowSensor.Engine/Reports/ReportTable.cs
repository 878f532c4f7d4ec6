namespace FlowSensor.Engine.Reports;

/// <summary>A table to print.</summary>
/// <param name="Title">Line above it.</param>
/// <param name="Columns">Headings; a leading <c>&gt;</c> sets the column to the right.</param>
/// <param name="Rows">Cells.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
