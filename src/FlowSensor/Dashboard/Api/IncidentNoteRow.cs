using FlowSensor.Engine.Storage.Incidents;


namespace FlowSensor.Dashboard.Api;

/// <summary>A note of an operator.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">The note.</param>
internal sealed record IncidentNoteRow(DateTimeOffset Time, string Author, string Text)
{
    /// <summary>The row of a note.</summary>
    public static IncidentNoteRow Of(IncidentNote note) => new(note.Time, note.Author, note.Text);
}
