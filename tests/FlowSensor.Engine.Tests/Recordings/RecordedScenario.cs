using System.Text.Json;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Recordings;

/// <summary>A folder of <c>captures/</c>: a recording and the numbers that the daemons' logs give for it.</summary>
internal sealed class RecordedScenario
{
    private readonly JsonElement _expected;

    private RecordedScenario(string name, JsonElement expected)
    {
        Name = name;
        _expected = expected;
    }

    /// <summary>Addresses of the mail server that the logs are of.</summary>
    public static IpAddress[] MailServer { get; } = [IpAddress.Parse("192.0.2.25"), IpAddress.Parse("2001:db8:1::25")];

    /// <summary>The folder of all recordings.</summary>
    public static string Root { get; } = FindRoot();

    public string Name { get; }

    public string Capture => Path.Combine(Root, Name, "input.pcap.gz");

    /// <summary>Names of the recordings whose numbers have a section, as theory data.</summary>
    public static TheoryData<string> Having(string section)
    {
        TheoryData<string> names = [];
        foreach (string name in Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal))
        {
            if (Open(name).Has(section))
            {
                names.Add(name);
            }
        }

        return names;
    }

    public static RecordedScenario Open(string name)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name, "expected.json")));
        return new RecordedScenario(name, expected.RootElement.Clone());
    }

    public bool Has(string section) => _expected.TryGetProperty(section, out _);

    /// <summary>A number of the expected ones; 0 where it is not named.</summary>
    public long Number(params string[] path)
    {
        JsonElement element = _expected;
        foreach (string step in path)
        {
            if (!element.TryGetProperty(step, out element))
            {
                return 0;
            }
        }

        return element.GetInt64();
    }

    /// <summary>An object of numbers as sorted text, to be compared with <see cref="Text"/>.</summary>
    public string Numbers(string section, string name) =>
        Text(_expected.GetProperty(section).GetProperty(name).EnumerateObject().Select(static number => (number.Name, number.Value.GetInt64())));

    public IEnumerable<string> Keys(string section, string name) =>
        _expected.GetProperty(section).GetProperty(name).EnumerateObject().Select(static number => number.Name);

    public static string Text(IEnumerable<(string Name, long Number)> numbers) =>
        string.Join(' ', numbers.Where(static number => number.Number != 0).OrderBy(static number => number.Name, StringComparer.Ordinal)
            .Select(static number => $"{number.Name}={number.Number}"));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "captures", "README.md")))
            {
                return Path.Combine(folder.FullName, "captures");
            }
        }

        throw new DirectoryNotFoundException("captures");
    }
}
