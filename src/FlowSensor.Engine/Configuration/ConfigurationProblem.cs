using System.Globalization;

namespace FlowSensor.Engine.Configuration;

/// <summary>One thing that is wrong in the configuration, with the place and what to do about it.</summary>
/// <param name="File">The file, or the environment variable, that holds the value.</param>
/// <param name="Line">Line in the file, counted from 1; null for an environment variable or a file that cannot be read.</param>
/// <param name="Path">The setting as a dotted path, empty for the file as a whole.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Advice">What to do, without a full stop; null when the message says it.</param>
public sealed record ConfigurationProblem(string File, int? Line, string Path, string Message, string? Advice = null)
{
    /// <summary>The problem as one line for a terminal.</summary>
    public override string ToString()
    {
        string place = Line is int line ? string.Create(CultureInfo.InvariantCulture, $"{File}:{line}") : File;
        string subject = Path.Length == 0 ? Message : $"{Path}: {Message}";
        string text = Advice is null ? $"{place}: {subject}" : $"{place}: {subject}; {Advice}";
        return text.EndsWith('?') ? text : text + ".";
    }
}
