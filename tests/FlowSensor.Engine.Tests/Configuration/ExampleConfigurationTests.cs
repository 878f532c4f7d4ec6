using System.Collections;
using System.Text.RegularExpressions;
using FlowSensor.Engine.Configuration.Reading;

namespace FlowSensor.Engine.Tests.Configuration;

/// <summary><c>src/FlowSensor/flowsensor.yaml</c> names every setting, and no other.</summary>
public sealed partial class ExampleConfigurationTests : IDisposable
{
    private static readonly string File = Path.Combine(Root(), "src", "FlowSensor", "flowsensor.yaml");

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Example_IsThatOfTheSources()
    {
        string wanted = ExampleConfiguration.Write();
        if (Environment.GetEnvironmentVariable("FLOWSENSOR_UPDATE") == "1")
        {
            System.IO.File.WriteAllText(File, wanted);
        }

        // FLOWSENSOR_UPDATE=1 writes it anew.
        Assert.Equal(wanted, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Example_AsItIs_IsValid()
    {
        ConfigurationResult result = ConfigurationLoader.Load(File, new Hashtable());

        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Example_WithEverySettingTaken_HasNoneThatIsUnknown()
    {
        string all = Path.Combine(_folder, "flowsensor.yaml");
        System.IO.File.WriteAllLines(all, System.IO.File.ReadLines(File).Select(static line => CommentSign().Replace(line, "")));

        ConfigurationResult result = ConfigurationLoader.Load(all, new Hashtable());

        // Values that a person has to give are missing, but every name is known.
        Assert.DoesNotContain(result.Problems, static problem => problem.Message.Contains("no such setting", StringComparison.Ordinal) || problem.Message.Contains("YAML", StringComparison.Ordinal));
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "FlowSensor.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex("^# ")]
    private static partial Regex CommentSign();
}
