using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>What the pages say, in one language. English is what is written in the pages; other languages are lists of "English = other".</summary>
public sealed class Texts
{
    private const string Chinese = "zh-Hant";

    private readonly FrozenDictionary<string, string> _words;

    private Texts(string language, string resource)
    {
        Language = language;
        _words = Read(resource);
    }

    /// <summary>English.</summary>
    public static Texts English { get; } = new("en", "");

    /// <summary>Traditional Chinese.</summary>
    public static Texts TraditionalChinese { get; } = new(Chinese, "texts/zh-Hant.txt");

    /// <summary>The language's tag.</summary>
    public string Language { get; }

    /// <summary>A text; what has no translation stays English. Names of the sensor's own kind, such as <c>syn_flood</c>, become words.</summary>
    /// <param name="english">The English text.</param>
    public string this[string english] => _words.TryGetValue(english, out string? words) ? words : english.Replace('_', ' ');

    /// <summary>The texts that are translated.</summary>
    public IEnumerable<string> Known => _words.Keys;

    /// <summary>The language of a tag or of an Accept-Language header; English for any that is not there.</summary>
    public static Texts Of(string? languages)
    {
        foreach (string part in (languages ?? "").Split(',', 16))
        {
            string tag = part.Split(';')[0].Trim();
            if (tag.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return English;
            }

            // Traditional characters are also asked for by region.
            if (tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase) && !tag.Contains("Hans", StringComparison.OrdinalIgnoreCase)
                && !tag.EndsWith("CN", StringComparison.OrdinalIgnoreCase) && !tag.EndsWith("SG", StringComparison.OrdinalIgnoreCase))
            {
                return TraditionalChinese;
            }
        }

        return English;
    }

    /// <summary>A text with values in it.</summary>
    public string Format(string english, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, this[english], values);

    private static FrozenDictionary<string, string> Read(string resource)
    {
        Dictionary<string, string> words = [];
        if (resource.Length > 0)
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
            using StreamReader reader = new(stream);
            while (reader.ReadLine() is string line)
            {
                int middle = line.IndexOf(" = ", StringComparison.Ordinal);
                if (middle > 0 && line[0] != '#')
                {
                    words[line[..middle]] = line[(middle + 3)..];
                }
            }
        }

        return words.ToFrozenDictionary();
    }
}
