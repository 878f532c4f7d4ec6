using System.Collections;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;

namespace FlowSensor.Engine.Tests.Configuration;

public sealed class OptionsBinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;
    private readonly List<ConfigurationProblem> _problems = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Bind_NamedValuesAndArray_AreFilled()
    {
        SectionExample example = Bind("services: {web-alt: {protocol: tcp, ports: [8080, 8443]}}\nbands: [1, 2]");

        Assert.Empty(_problems);
        Assert.Equal([8080, 8443], example.Services["web-alt"].Ports);
        Assert.Equal([1, 2], example.Bands);
    }

    [Fact]
    public void Bind_EnvironmentForNamedValue_MatchesDash()
    {
        SectionExample example = Bind("services: {web-alt: {protocol: tcp, ports: [1]}}", new Hashtable { ["FLOWSENSOR__SERVICES__WEB_ALT__PORTS"] = "5,6" });

        Assert.Empty(_problems);
        Assert.Equal([5, 6], example.Services["web-alt"].Ports);
    }

    [Fact]
    public void Bind_SecretFile_IsReadWithoutItsLineEnd()
    {
        File.WriteAllText(Path.Combine(_folder, "t"), "s3cret\n");

        Assert.Equal("s3cret", Bind("token_file: t").Token);
        Assert.Equal("plain", Bind("token: plain").Token);
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("token_file: missing", "f:1: token_file: the file cannot be read: there is no such file; create it, or correct the name (names start from the folder of the configuration file).")]
    [InlineData("token_file: ./missing", "f:1: token_file: the file './missing' cannot be read: there is no such file; create it, or correct the name (names start from the folder of the configuration file).")]
    [InlineData("token_file: empty", "f:1: token_file: the file 'empty' is empty; put the secret on its first line.")]
    [InlineData("token: a\ntoken_file: b", "f:2: token_file: token is set as well; keep one of the two.")]
    [InlineData("tokn_file: b", "f:1: tokn_file: there is no such setting; did you mean token_file?")]
    [InlineData("services: [1]", "f:1: services: names with a value each are wanted here; write 'name: value' lines below it.")]
    [InlineData("services: {a: {ports: [x, 1, y]}}", "f:1: services.a.ports[0]: 'x' is not a whole number.")]
    [InlineData("zzz: b", "f:1: zzz: there is no such setting; known here: bands, services, token, token_file.")]
    public void Bind_Mistake_IsNoted(string yaml, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "empty"), "\n");

        Bind(yaml);

        Assert.Equal(message, _problems[0].ToString());
    }

    private SectionExample Bind(string yaml, Hashtable? environment = null)
    {
        ConfigurationMap root = YamlTree.Read(new StringReader(yaml), "f", _problems);
        EnvironmentOverrides.Apply(root, environment ?? [], _problems);
        SectionExample example = new();
        new OptionsBinder(_problems, _folder).Bind(root, example, "");
        return example;
    }
}
