using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>What can be known of <c>docker-compose.yml</c> without an engine to run it.</summary>
public sealed class ComposeTests
{
    private static readonly string Root = FindRoot();
    private static readonly YamlMappingNode Services = (YamlMappingNode)Read("docker-compose.yml")["services"];

    [Fact]
    public void Images_OfEveryService_ArePinned() => Assert.All(
        Services.Children.Values.Cast<YamlMappingNode>().Where(static service => !service.Children.ContainsKey("build")),
        static service => Assert.Matches(@"^[a-z/]+:\d+\.\d+\.\d+$", service["image"].ToString()));

    [Fact]
    public void Sensor_MayOpenRawSocketsAndNothingElse()
    {
        YamlMappingNode sensor = (YamlMappingNode)Services["sensor"];

        Assert.Equal("true", sensor["read_only"].ToString());
        Assert.Equal(["ALL"], Texts(sensor["cap_drop"]));
        Assert.Equal(["NET_RAW"], Texts(sensor["cap_add"]));
        Assert.False(sensor.Children.ContainsKey("privileged"));
        Assert.Contains("/healthz", sensor["healthcheck"]["test"].ToString(), StringComparison.Ordinal);
        string image = File.ReadAllText(Path.Combine(Root, "Dockerfile"));
        Assert.Matches(@"(?m)^USER app$", image);
        Assert.Contains("setcap cap_net_raw=ep /app/flowsensor", image, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_ThatAreNeeded_AreInTheExample()
    {
        string compose = File.ReadAllText(Path.Combine(Root, "docker-compose.yml"));
        HashSet<string> example = [.. File.ReadLines(Path.Combine(Root, ".env.example")).Where(static line => line.Contains('=') && line[0] != '#').Select(static line => line.Split('=')[0])];

        string[] used = [.. Regex.Matches(compose, @"\$\{([A-Z_]+)").Select(static name => name.Groups[1].Value).Distinct()];

        Assert.NotEmpty(used);
        Assert.Equal(example.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        Assert.Contains(".env", File.ReadAllLines(Path.Combine(Root, ".gitignore")));
    }

    [Fact]
    public void Mounts_OfThisFolder_AreInTheTree()
    {
        string[] mounts = [.. Services.Children.Values.Cast<YamlMappingNode>().Where(static service => service.Children.ContainsKey("volumes"))
            .SelectMany(static service => Texts(service["volumes"])).Where(static mount => mount.StartsWith("./", StringComparison.Ordinal))];

        Assert.NotEmpty(mounts);
        Assert.All(mounts, static mount =>
        {
            Assert.True(Path.Exists(Path.Combine(Root, mount.Split(':')[0])), mount);
            Assert.EndsWith(":ro", mount, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Select(static item => item.ToString());

    private static YamlMappingNode Read(string file)
    {
        using StreamReader text = new(Path.Combine(Root, file));
        YamlStream stream = [];
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "docker-compose.yml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new FileNotFoundException("docker-compose.yml is not above the test.");
    }
}
