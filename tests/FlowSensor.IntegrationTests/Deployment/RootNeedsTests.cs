using System.Collections;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Hosting;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>What a configuration needs root for that was not open before.</summary>
public sealed class RootNeedsTests
{
    private const string Before = """
        sensor: {user: flowsensor}
        inputs: {netflow: {listen: ["0.0.0.0:162", "0.0.0.0:2055"]}, sflow: {listen: []}, syslog: {listen: ["udp://0.0.0.0:514"]}, capture: [{interface: eth0}]}
        dashboard: {listen: "127.0.0.1:443"}
        """;

    [Fact]
    public void Of_SamePorts_NoNeed() => Assert.Empty(Of(Before, Before.Replace("[{interface: eth0}]", "[{interface: eth0}], duplicates: []", StringComparison.Ordinal)));

    [Theory]
    [InlineData("another port", "0.0.0.0:2055", "0.0.0.0:2056", "interfaces would", "port 162 would")]
    [InlineData("another interface", "eth0", "eth1", "interfaces would", "port 162 would")]
    [InlineData("another syslog port", "udp://0.0.0.0:514", "udp://0.0.0.0:601", "port 601 would")]
    [InlineData("another dashboard port", "127.0.0.1:443", "127.0.0.1:80", "port 80 would")]
    [InlineData("another user", "user: flowsensor", "user: nobody", "sensor.user is another")]
    public void Of_Changed_NamesWhatWouldBeOpened(string what, string old, string changed, params string[] needs)
    {
        string[] found = [.. Of(Before, Before.Replace(old, changed, StringComparison.Ordinal))];
        Assert.True(needs.Length == found.Length, what + ": " + string.Join("; ", found));
        Assert.All(needs, need => Assert.Contains(found, sentence => sentence.Contains(need, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("udp://0.0.0.0:514", "udp://0.0.0.0:5514")]
    [InlineData("127.0.0.1:443", "127.0.0.1:8080")]
    public void Of_PortsThatEverybodyMayOpen_NoNeed(string old, string changed) => Assert.Empty(Of(Before, Before.Replace(old, changed, StringComparison.Ordinal)));

    [Fact]
    public void Of_WhoisPort_IsOpenedWithEachReading() =>
        Assert.Contains("port 43", Assert.Single(Of(Before + "\ncontacts: {whois: {listen: \"0.0.0.0:43\"}}", Before + "\ncontacts: {whois: {listen: \"0.0.0.0:43\"}}")), StringComparison.Ordinal);

    // Started with --user flowsensor, which wins over the file.
    [Fact]
    public void Of_AnotherUserThatStayedTheSame_NoNeed()
    {
        string other = Before.Replace("user: flowsensor", "user: nobody", StringComparison.Ordinal);
        Assert.Empty(Of(other, other));
    }

    private static IEnumerable<string> Of(string before, string after) => RootNeeds.Of(Read(before), Read(after), "flowsensor", 1024);

    private static SensorOptions Read(string text)
    {
        ConfigurationResult result = ConfigurationLoader.Read(new StringReader(text), "flowsensor.yaml", ".", new Hashtable());
        Assert.Empty(result.Problems);
        return result.Options;
    }
}
