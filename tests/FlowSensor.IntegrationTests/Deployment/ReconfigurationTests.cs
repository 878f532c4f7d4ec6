using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Hosting;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>What a configuration read again says about what cannot be had: a user that the process cannot become any more, ports, interfaces, a store.</summary>
public sealed class ReconfigurationTests : IDisposable
{
    private static readonly Func<string?> AtWork = static () => null;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("someone")]
    public void Read_NewUserWithoutHavingBecomeOne_IsInForceAndSaysThatARestartIsWanted(string? before)
    {
        string said = Assert.Single(Read(before, "another"));

        Assert.Contains("sensor.user is another now", said, StringComparison.Ordinal);
        Assert.Contains($"stays the user {Environment.UserName} until", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UserThatStayed_SaysNothing() => Assert.Empty(Read("another", "another"));

    [Fact]
    public void Read_UserThatTheProcessIs_SaysNothing() => Assert.Empty(Read(null, Environment.UserName));

    [Fact]
    public void Read_PortsOfOthers_AreNamedAndTheOldOneStays()
    {
        using UdpClient datagrams = new(new IPEndPoint(IPAddress.Loopback, 0));
        using TcpListener streams = new(IPAddress.Loopback, 0);
        streams.Start();
        int udp = ((IPEndPoint)datagrams.Client.LocalEndPoint!).Port;
        int tcp = ((IPEndPoint)streams.LocalEndpoint).Port;

        List<string> said = Refused($"inputs: {{netflow: {{listen: ['127.0.0.1:{udp}']}}, syslog: {{listen: ['tcp://127.0.0.1:{tcp}']}}}}\ncontacts: {{whois: {{listen: '127.0.0.1:{tcp}'}}}}\n");

        Assert.Equal(2, said.Count);
        Assert.Contains($"udp://127.0.0.1:{udp} cannot be listened on: address already in use", said[0], StringComparison.Ordinal);
        Assert.Contains($"tcp://127.0.0.1:{tcp} cannot be listened on: address already in use", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PortThatTheOldOneHas_IsNotTried()
    {
        using UdpClient own = new(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)own.Client.LocalEndPoint!).Port;
        SensorOptions before = new();
        before.Inputs.Netflow.Listen = [new IPEndPoint(IPAddress.Any, port)];
        SaidLogger logger = new();

        Assert.NotNull(Reconfiguration.Read(Write($"inputs: {{netflow: {{listen: ['127.0.0.1:{port}'], threads: 2}}}}\n"), before, user: null, logger, AtWork));
        Assert.Empty(logger.Said);
    }

    [Fact]
    public void Read_PortOfWhichAnotherHasTheHalf_IsNamed()
    {
        using UdpClient other = new(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;

        string said = Assert.Single(Refused($"inputs: {{netflow: {{listen: ['[::]:{port}']}}}}\n"));

        Assert.Contains("cannot be listened on: address already in use", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PortThatTwoPartsWant_IsNamed()
    {
        int port;
        using (UdpClient free = new(new IPEndPoint(IPAddress.Loopback, 0)))
        {
            port = ((IPEndPoint)free.Client.LocalEndPoint!).Port;
        }

        string said = Assert.Single(Refused($"inputs: {{netflow: {{listen: ['127.0.0.1:{port}']}}, syslog: {{listen: ['udp://127.0.0.1:{port}']}}}}\n"));

        Assert.Contains($"udp://127.0.0.1:{port} cannot be listened on: address already in use", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamPortThatTwoPartsWant_IsNamed()
    {
        int port = FreeStreamPort();

        string said = Assert.Single(Refused($"inputs: {{syslog: {{listen: ['tcp://127.0.0.1:{port}']}}}}\ncontacts: {{whois: {{listen: '127.0.0.1:{port}'}}}}\n"));

        Assert.Contains($"tcp://127.0.0.1:{port} cannot be listened on: address already in use", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PortOfTheOldOneThatTwoPartsWantNow_IsNamed()
    {
        SensorOptions before = new();
        before.Inputs.Netflow.Listen = [new IPEndPoint(IPAddress.Loopback, 2055)];
        SaidLogger logger = new();

        Assert.Null(Reconfiguration.Read(Write("inputs: {netflow: {listen: ['127.0.0.1:2055']}, syslog: {listen: ['udp://127.0.0.1:2055']}}\n"), before, user: null, logger, AtWork));
        Assert.Contains("udp://127.0.0.1:2055 cannot be listened on: two parts want it", Assert.Single(logger.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PortThatTheDashboardLeaves_IsNotTried()
    {
        using TcpListener own = new(IPAddress.Loopback, 0);
        own.Start();
        int port = ((IPEndPoint)own.LocalEndpoint).Port;
        SensorOptions before = new();
        before.Dashboard.Listen = new IPEndPoint(IPAddress.Loopback, port);
        SaidLogger logger = new();

        Assert.NotNull(Reconfiguration.Read(Write($"dashboard: {{enabled: false}}\ncontacts: {{whois: {{listen: '127.0.0.1:{port}'}}}}\n"), before, user: null, logger, AtWork));
        Assert.Empty(logger.Said);
    }

    [Fact]
    public void Read_InterfaceThatCannotBe_IsNamedAndNoStoreIsOpened()
    {
        string store = Path.Combine(_folder, "store");

        string said = Assert.Single(Refused($"store: {{path: '{store}'}}\ninputs: {{capture: [{{interface: no-such-interface}}]}}\n"));

        Assert.Contains("no-such-interface", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store));
    }

    [Fact]
    public void Read_StoreThatCannotBe_IsNamed()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        string said = Assert.Single(Refused($"store: {{path: '{Path.Combine(_folder, "file", "store")}'}}\n"));

        Assert.Contains(Path.Combine(_folder, "file", "store"), said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SpoolThatCannotBe_IsNamed()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        string said = Assert.Single(Refused(WithSpool(file)));

        Assert.Contains($"The spool folder '{Path.Combine(file, "influxdb")}' cannot be used", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SpoolThatTheOldOneHas_IsNotTried()
    {
        string folder = Path.Combine(_folder, "spool");
        SensorOptions before = new() { Store = { Path = _folder }, Outputs = { Spool = { Path = folder }, Influxdb = { Url = new Uri("http://127.0.0.1:9") } } };
        SaidLogger logger = new();

        Assert.NotNull(Reconfiguration.Read(Write(WithSpool(folder)), before, user: null, logger, AtWork));
        Assert.Empty(logger.Said);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_NewOutputWhileTheStoreWaits_IsRefusedAndMakesNothingUnlessTheStoreIsAnother(bool isSame)
    {
        string folder = Path.Combine(_folder, "spool");
        SensorOptions before = new() { Store = { Path = isSame ? _folder : Path.Combine(_folder, "other") } };
        SaidLogger logger = new();

        Reconfiguration? changed = Reconfiguration.Read(Write(WithSpool(folder)), before, user: null, logger, static () => "The store waits.");

        Assert.Equal(isSame, changed is null);
        Assert.Equal(!isSame, Directory.Exists(folder));
        Assert.Equal(isSame ? 1 : 0, logger.Said.Count(static said => said.Contains("The store waits.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_StoreThatWaitsWhenAllIsTried_IsRefused()
    {
        SensorOptions before = new() { Store = { Path = _folder } };
        SaidLogger logger = new();
        int asked = 0;

        Assert.Null(Reconfiguration.Read(Write($"store: {{path: '{_folder}'}}\n"), before, user: null, logger, () => asked++ == 0 ? null : "The store waits."));
        Assert.Contains("The store waits.", Assert.Single(logger.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ReloadWhileTheStoreIsGone_IsRefusedUntilItIsBack()
    {
        Write($"inputs: {{netflow: {{listen: ['127.0.0.1:{LoopbackPort.FreeUdp()}']}}, sflow: {{listen: []}}}}\nstore: {{path: ./store}}\ndashboard: {{enabled: false}}\n");
        using PeerProcess sensor = PeerProcess.StartSensor(_folder, "run");
        sensor.WaitUntil(() => sensor.Errors.Contains("listens on", StringComparison.Ordinal));
        Directory.Move(Path.Combine(_folder, "store"), Path.Combine(_folder, "away"));

        sensor.Signal("HUP");

        sensor.WaitUntil(() => sensor.Errors.Contains("so the old one stays in force: The store in './store' is not there any more", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder, "store")));
        Directory.Move(Path.Combine(_folder, "away"), Path.Combine(_folder, "store"));
        sensor.Signal("HUP");
        sensor.WaitUntil(() => sensor.Errors.Contains("read again and is in force", StringComparison.Ordinal));
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public void Read_SameStoreByAnotherName_IsNotOpened()
    {
        using SensorStore own = SensorStore.Open(new StoreOptions { Path = _folder });
        SensorOptions before = new() { Store = { Path = _folder } };
        SaidLogger logger = new();

        Assert.NotNull(Reconfiguration.Read(Write($"store: {{path: '{_folder}/./'}}\n"), before, user: null, logger, AtWork));
        Assert.Empty(logger.Said);
    }

    private string WithSpool(string folder) =>
        $"store: {{path: '{_folder}'}}\noutputs: {{spool: {{path: '{folder}'}}, influxdb: {{url: 'http://127.0.0.1:9', bucket: traffic, org: network}}}}\n";

    private static int FreeStreamPort()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private List<string> Refused(string settings)
    {
        SaidLogger logger = new();
        Assert.Null(Reconfiguration.Read(Write(settings), new SensorOptions(), user: null, logger, AtWork));
        Assert.All(logger.Said, static said => Assert.Contains("cannot be taken on, so the old one stays in force", said, StringComparison.Ordinal));
        return logger.Said;
    }

    private string Write(string settings)
    {
        string file = Path.Combine(_folder, "flowsensor.yaml");
        File.WriteAllText(file, settings);
        return file;
    }

    private List<string> Read(string? before, string after)
    {
        string file = Write($"sensor: {{user: {after}}}\n");
        SensorOptions options = new();
        options.Sensor.User = before;
        SaidLogger logger = new();

        Reconfiguration? read = Reconfiguration.Read(file, options, user: null, logger, AtWork);

        Assert.Equal(after, read?.Options.Sensor.User);
        return logger.Said;
    }
}
