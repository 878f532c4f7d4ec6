namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>A single text.</summary>
/// <param name="File">The file or environment variable.</param>
/// <param name="Line">Line in the file.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="Quoted">True when it stood in quotes, so that an empty text is meant as such.</param>
internal sealed record ConfigurationScalar(string File, int? Line, string Text, bool Quoted) : ConfigurationNode(File, Line)
{
    /// <summary>True for <c>key:</c> with nothing behind it, <c>~</c> and <c>null</c>: the default is meant.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";
}
