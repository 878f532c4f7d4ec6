using System.Globalization;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>A sensor as somebody would run it: exports, packets, logs, routers and institutions, fed from captures first.</summary>
internal sealed class DashboardSensor : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PeerProcess _process;

    private DashboardSensor()
    {
        Exports = LoopbackPort.FreeUdp();
        int web = LoopbackPort.FreeTcp();
        Origin = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{web}");
        DashboardSensorFiles.Write(_folder, Exports, web);
        _process = PeerProcess.StartSensor(_folder.Path, ["run", "--config", "flowsensor.yaml", "--replay", .. DashboardSensorFiles.Captures(_folder)]);
        _process.WaitUntil(() => _process.Errors.Contains("packets of", StringComparison.Ordinal) && LoopbackPort.IsUdpBound(Exports));
        SensorResult ingested = Sensor.Run(_folder.Path, "abuse", "ingest", "abuse.mbox", "--config", "flowsensor.yaml");
        Assert.True(ingested.ExitCode == 0, ingested.Error);
    }

    /// <summary>Scheme, address and port of the dashboard.</summary>
    public string Origin { get; }

    /// <summary>UDP port for exports.</summary>
    public int Exports { get; }

    /// <summary>Its folder, with configuration and store.</summary>
    public string Folder => _folder.Path;

    /// <summary>What the sensor says.</summary>
    public string Errors => _process.Errors;

    /// <summary>Memory the sensor has now, in octets.</summary>
    public long ResidentOctets => _process.ResidentOctets;

    /// <summary>Starts one; its captures are in its store when it is there.</summary>
    public static DashboardSensor Start() => new();

    public void Dispose()
    {
        _process.Stop();
        _process.Dispose();
        _folder.Dispose();
    }
}
