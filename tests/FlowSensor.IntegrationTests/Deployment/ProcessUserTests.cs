using System.Globalization;
using System.Text.RegularExpressions;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>A sensor that root starts opens what only root may, and is another user in every thread afterwards.</summary>
public sealed partial class ProcessUserTests : IDisposable
{
    private const string Nobody = "65534";

    private static readonly string[] OrdinaryUser = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _space = $"fs-user-{Environment.ProcessId}";

    public void Dispose() => _folder.Dispose();

    [PeerFact("ip", "bash", "libpcap.so.0.8", Root = true)]
    public void Run_StartedByRootWithAUser_EveryThreadIsThatUserWithoutRights()
    {
        string store = _folder.File("store");
        string sensorFile = CopyOfTheSensor();
        WriteConfiguration(162, store);
        PeerProcess.Run("ip", "netns", "add", _space);
        try
        {
            PeerProcess.Run("ip", "-n", _space, "link", "set", "lo", "up");
            using PeerProcess sensor = PeerProcess.Start("ip", Inside("dotnet", sensorFile, "run", "--config", _folder.File("flowsensor.yaml")));
            sensor.WaitUntil(() => sensor.Errors.Contains("The dashboard answers", StringComparison.Ordinal));
            Assert.Contains($"is the user nobody ({Nobody})", sensor.Errors, StringComparison.Ordinal);
            CheckThreads(sensor.Id);

            // Ports below 1024 receive, and what came is stored as the user.
            PeerProcess.Run("ip", Inside("bash", "-c", @"printf '\0\5\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0%048d' 0 > /dev/udp/127.0.0.1/162"));
            PeerProcess.Run("ip", Inside("bash", "-c", "printf '<13>hello' > /dev/udp/127.0.0.1/514"));
            string page = PeerProcess.Run("ip", Inside("bash", "-c", @"exec 3<>/dev/tcp/127.0.0.1/443; printf 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3; cat <&3"));
            Assert.Contains("200 OK", page, StringComparison.Ordinal);

            // What stays the same stays open; what would have to be opened anew by root is refused in plain words, and all goes on.
            sensor.Signal("HUP");
            sensor.WaitUntil(() => sensor.Errors.Contains("was read again and is in force", StringComparison.Ordinal));
            WriteConfiguration(163, store);
            sensor.Signal("HUP");
            sensor.WaitUntil(() => sensor.Errors.Contains("until the sensor is started again", StringComparison.Ordinal));
            Assert.Contains("port 163 would have to be opened anew", sensor.Errors, StringComparison.Ordinal);
            Assert.Contains("interfaces would have to be opened anew", sensor.Errors, StringComparison.Ordinal);
            CheckThreads(sensor.Id);
            Assert.Equal(0, sensor.Stop());
            Assert.Contains("Stopped after 1 datagrams and 1 records", sensor.Errors, StringComparison.Ordinal);
            Assert.Matches(Seen(), sensor.Errors);
            Assert.All(Directory.GetFileSystemEntries(store, "*", SearchOption.AllDirectories).Append(store), static path =>
                Assert.Equal(Nobody, PeerProcess.Run("stat", "-c", "%u", path).Trim()));
        }
        finally
        {
            PeerProcess.Run("ip", "netns", "del", _space);
        }
    }

    [PeerFact("setpriv", Root = true)]
    public void Run_UserThatCannotBe_SaysWhy()
    {
        string sensor = CopyOfTheSensor();
        Assert.Contains("There is no user 'nobody-of-that-name'", Refusal("dotnet", sensor, "run", "--user", "nobody-of-that-name"), StringComparison.Ordinal);
        Assert.Contains("The user 'root' is root", Refusal("dotnet", sensor, "run", "--user", "root"), StringComparison.Ordinal);
        Assert.Contains("Only root can start the sensor as the user 'daemon'", Refusal([.. OrdinaryUser, "dotnet", sensor, "run", "--user", "daemon"]), StringComparison.Ordinal);
    }

    [PeerFact("setpriv", Root = true)]
    public void Run_StoreOfRoot_SaysWhatToDo()
    {
        string sensor = CopyOfTheSensor();
        string store = _folder.Folder("store");
        WriteConfiguration(20_555, store, capture: false);
        Assert.Contains($"The store folder '{store}' cannot be written: permission denied", Refusal("dotnet", sensor, "run", "--config", _folder.File("flowsensor.yaml")), StringComparison.Ordinal);
    }

    private static void CheckThreads(int process)
    {
        string[] tasks = Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"));
        Assert.True(tasks.Length > 5);
        foreach (string task in tasks)
        {
            Dictionary<string, string> status;
            try
            {
                status = File.ReadLines(Path.Combine(task, "status")).Select(static line => line.Split(':', 2)).ToDictionary(static line => line[0], static line => line[1].Trim());
            }
            catch (IOException) when (!Directory.Exists(task))
            {
                // A thread that has ended meanwhile.
                continue;
            }

            Assert.Equal([Nobody, Nobody, Nobody, Nobody], status["Uid"].Split('\t'));
            Assert.Equal([Nobody, Nobody, Nobody, Nobody], status["Gid"].Split('\t'));
            Assert.Equal(Nobody, status["Groups"]);
            Assert.All(["CapInh", "CapPrm", "CapEff", "CapAmb"], set => Assert.Equal("0000000000000000", status[set]));
            Assert.Equal("1", status["NoNewPrivs"]);
        }
    }

    private static string Refusal(params string[] command)
    {
        using PeerProcess process = PeerProcess.Start("setpriv", command);
        Assert.Equal(1, process.WaitForExit());
        return process.Errors;
    }

    private void WriteConfiguration(int port, string store, bool capture = true) => File.WriteAllText(_folder.File("flowsensor.yaml"), $$"""
        sensor: {user: nobody}
        inputs:
          netflow: {listen: ["127.0.0.1:{{port}}"]}
          sflow: {listen: []}
          syslog: {listen: {{(capture ? "[\"udp://127.0.0.1:514\"]" : "[]")}}}
          capture: {{(capture ? "[{interface: lo}]" : "[]")}}
        dashboard: {{(capture ? "{listen: \"127.0.0.1:443\"}" : "{enabled: false}")}}
        store: {path: "{{store}}"}
        """);

    private string[] Inside(params string[] command) => ["netns", "exec", _space, .. command];

    // The folder of the build may be closed to others.
    private string CopyOfTheSensor()
    {
        string copy = _folder.File("sensor");
        PeerProcess.Run("chmod", "a+rwx", _folder.Path);
        PeerProcess.Run("cp", "-r", AppContext.BaseDirectory, copy);
        PeerProcess.Run("chmod", "-R", "a+rX", copy);
        return Path.Combine(copy, "flowsensor.dll");
    }

    [GeneratedRegex(@"Interface lo: [1-9]\d* packets seen")]
    private static partial Regex Seen();
}
