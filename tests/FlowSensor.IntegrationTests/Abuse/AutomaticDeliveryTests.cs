using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>A running sensor that writes to an institution without being asked: only where exporters are listed, and only of what servers answered.</summary>
public sealed class AutomaticDeliveryTests : IDisposable
{
    private const string Host = "192.0.2.7";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SenderOfAnAutomaticInstitution_OpensOneTicketAndStops()
    {
        Configure("[127.0.0.1/32]");
        FlowStory story = new(DateTimeOffset.UtcNow.AddMinutes(-20));
        using Process process = Sensor.Start(_folder.Path, "run");
        try
        {
            Wait(() => Tickets().Length > 0 || Sent());
        }
        finally
        {
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        Assert.Equal(0, Sensor.End(process).ExitCode);
        JsonElement ticket = Assert.Single(Tickets());
        Assert.Equal((Host, "Automatic School"), (ticket.GetProperty("source").GetString(), ticket.GetProperty("institution").GetString()));
        using JsonDocument shown = JsonDocument.Parse(Sensor.Run(_folder.Path, "report", "tickets", "show", "1", "--json").Output);
        Assert.Equal(["created", "automatic"], shown.RootElement.GetProperty("events").EnumerateArray().Select(static happened => happened.GetProperty("event").GetString()).Take(2));

        // What is sent before the socket is open is lost: the story is told until it is heard.
        bool Sent()
        {
            story.Sends(Host, 2);
            FlowStory.Send(story.Take(), _port);
            return false;
        }
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public void AutomaticInstitution_WhileAnybodyMaySendExports_IsRefused(string command)
    {
        Configure("[]");

        SensorResult result = Sensor.Run(_folder.Path, command);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'Automatic School' wants automatic reports", result.Error, StringComparison.Ordinal);
        Assert.Contains("inputs.netflow.allow", result.Error, StringComparison.Ordinal);
    }

    private void Configure(string allow)
    {
        File.WriteAllText(_folder.File("i.yaml"), "institutions: [{name: Automatic School, networks: [192.0.2.0/24], abuse: abuse@school.example.org, policy: automatic}]\n");
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
            sensor: {networks: [192.0.2.0/24]}
            inputs:
              netflow: {listen: ["127.0.0.1:{{_port}}"], allow: {{allow}}, threads: 1}
              sflow: {listen: []}
            dashboard: {enabled: false}
            contacts: {files: [i.yaml]}
            store: {path: store}
            reports:
              mail: {server: "127.0.0.1:1", from: "sensor@example.org"}
              automatic_after: 0s
              automatic_severity: 1
              interval: 1s
            """);
    }

    private JsonElement[] Tickets()
    {
        SensorResult result = Sensor.Run(_folder.Path, "report", "tickets", "--json");
        return result.ExitCode == 0 ? [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()] : [];
    }

    private static void Wait(Func<bool> isDone)
    {
        for (int i = 0; i < 80 && !isDone(); i++)
        {
            Thread.Sleep(100);
        }
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
