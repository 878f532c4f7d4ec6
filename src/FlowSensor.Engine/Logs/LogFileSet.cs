using System.Globalization;

namespace FlowSensor.Engine.Logs;

/// <summary>Log files in the order they were written: rotated ones before the one that is written to, the oldest first.</summary>
public static class LogFileSet
{
    /// <summary>
    /// Orders files. Those of one log (<c>mail.log</c>, <c>mail.log.1</c>, <c>mail.log.2.gz</c>, or <c>mail.log-20261118.gz</c>) go by
    /// age, and the logs themselves in the order they were first named. A file that is named twice is read once.
    /// </summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> files)
    {
        List<string> given = [.. files.Distinct(StringComparer.Ordinal)];
        List<string> logs = [.. given.Select(static file => Split(file).Log).Distinct(StringComparer.Ordinal)];
        return [.. given.OrderBy(file => logs.IndexOf(Split(file).Log)).ThenByDescending(static file => Split(file).Age)];
    }

    /// <summary>The files that a path with <c>*</c> or <c>?</c> in its last part stands for, in order; the path itself when it has none.</summary>
    /// <exception cref="LogFileException">The folder cannot be read, or nothing fits.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        string name = Path.GetFileName(path);
        if (name.IndexOfAny(['*', '?']) < 0 || File.Exists(path))
        {
            return [path];
        }

        try
        {
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
            string[] found = Directory.GetFiles(folder, name, new EnumerationOptions { MatchType = MatchType.Simple });
            return found.Length > 0 ? InOrder(found.Order(StringComparer.Ordinal)) : throw new LogFileException($"no file fits {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogFileException($"the files of {path} cannot be listed: {e.Message}", e);
        }
    }

    // Age grows with a rotation's number; a date is younger the later it is. What has neither is the youngest.
    private static (string Log, long Age) Split(string file)
    {
        string name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        int mark = name.LastIndexOfAny(['.', '-']);
        if (mark <= 0 || mark == name.Length - 1)
        {
            return (name, long.MinValue);
        }

        ReadOnlySpan<char> suffix = name.AsSpan(mark + 1);
        if (!long.TryParse(suffix, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || suffix.Length > 14)
        {
            return (name, long.MinValue);
        }

        return (name[..mark], suffix.Length >= 8 ? -number : number);
    }
}
