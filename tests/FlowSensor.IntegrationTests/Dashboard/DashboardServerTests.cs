using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowSensor.Dashboard;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Status;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.IntegrationTests.Dashboard;

public sealed class DashboardServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SensorOptions _options = new();
    private readonly SensorStore _store;

    public DashboardServerTests()
    {
        _options.Store.Path = _folder.Path;
        _options.Dashboard.Listen = new IPEndPoint(IPAddress.Loopback, LoopbackPort.FreeTcp());
        _store = SensorStore.Open(_options.Store);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Open_RequestBeforeItAnswers_WaitsUntilItDoes()
    {
        using DashboardServer server = Open()!;
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
        client.Connect(_options.Dashboard.Listen!);
        client.Send("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8);

        Assert.False(client.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead));
        server.Answer();

        byte[] answer = new byte[1024];
        Assert.StartsWith("HTTP/1.1 ", Encoding.ASCII.GetString(answer, 0, client.Receive(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PortThatIsHeld_IsRefusedBeforeAnybodyAnswers()
    {
        using DashboardServer first = Open()!;

        DashboardException refusal = Assert.Throws<DashboardException>(Open);

        Assert.Equal($"The dashboard cannot listen on {_options.Dashboard.Listen}: address already in use; choose another with dashboard.listen.", refusal.Message);
    }

    [Fact]
    public void Dispose_BeforeItAnswers_FreesThePort()
    {
        Open()!.Dispose();

        using DashboardServer again = Open()!.Answer();
        Assert.NotNull(again);
    }

    private DashboardServer? Open()
    {
        DashboardServer? server = DashboardServer.Open(_options, new SensorStatus(TimeProvider.System), NullLoggerFactory.Instance, out string? trouble);
        Assert.Null(trouble);
        return server;
    }
}
