using System.Globalization;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>A running sensor whose dashboard has TLS and the users ines (admin), otto (operate) and rita (read).</summary>
public sealed class AccessSensor : IDisposable
{
    /// <summary>Everyone's first password.</summary>
    public const string Password = "correct horse battery";

    private readonly TemporaryFolder _folder = new();
    private readonly PeerProcess _sensor;

    public AccessSensor()
    {
        Certificate = SelfSigned.Write(_folder.Path);
        int port = LoopbackPort.FreeTcp();
        Address = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}");
        Port = port;
        File.WriteAllText(_folder.File("flowsensor.yaml"), $$$"""
            inputs: {netflow: {listen: ["127.0.0.1:{{{LoopbackPort.FreeUdp()}}}"]}, sflow: {listen: []}}
            dashboard:
              listen: "0.0.0.0:{{{port}}}"
              tls: {certificate_file: cert.pem, key_file: key.pem}
            """);
        AddUser("ines", "admin");
        AddUser("otto", "operate");
        AddUser("rita", "read");
        _sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml");
        _sensor.WaitUntil(() => _sensor.Errors.Contains("dashboard answers", StringComparison.Ordinal));
    }

    /// <summary>Where the dashboard is.</summary>
    public string Address { get; }

    /// <summary>Its port, open on every address.</summary>
    public int Port { get; }

    /// <summary>SHA-256 of its certificate.</summary>
    internal string Certificate { get; }

    /// <summary>What the sensor logged.</summary>
    internal string Log => _sensor.Errors;

    /// <summary>Opens a browser.</summary>
    internal AccessClient Open(string from = "127.0.0.1") => new(Address, Certificate, from);

    /// <summary>Opens a browser and logs in.</summary>
    internal async Task<AccessClient> OpenAsync(string name, string password = Password)
    {
        AccessClient client = Open();
        using HttpResponseMessage answer = await client.LogInAsync(name, password);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Redirect, $"{name} could not log in: {answer.StatusCode}");
        return client;
    }

    /// <summary>Adds a user with the first password.</summary>
    internal void AddUser(string name, string role) => Run(Password + "\n", "user", "add", name, "--role", role);

    /// <summary>Runs a command on the sensor's store, which must do what it is asked.</summary>
    internal SensorResult Run(string input, params string[] arguments)
    {
        SensorResult result = Try(input, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    /// <summary>Runs a command on the sensor's store.</summary>
    internal SensorResult Try(string input, params string[] arguments) => Sensor.RunWithInput(_folder.Path, input, arguments);

    /// <summary>Every octet of the database's files.</summary>
    internal byte[] Store() =>
        [.. Directory.EnumerateFiles(_folder.File("flowsensor-data"), "flowsensor.db*").SelectMany(static file =>
        {
            using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using MemoryStream octets = new();
            open.CopyTo(octets);
            return octets.ToArray();
        })];

    /// <inheritdoc/>
    public void Dispose()
    {
        int status = _sensor.Stop();
        _sensor.Dispose();
        _folder.Dispose();
        Assert.Equal(0, status);
    }
}
