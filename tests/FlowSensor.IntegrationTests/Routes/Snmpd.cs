using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>net-snmp's agent on a free port of loopback, with a data folder of its own.</summary>
internal sealed class Snmpd : IDisposable
{
    internal const string Community = "fs-reader";
    internal const string AuthenticationPassword = "correct-horse-1";
    internal const string PrivacyPassword = "battery-staple-2";

    internal static readonly string[] AuthenticationNames = ["MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
    internal static readonly string[] PrivacyNames = ["DES", "AES", "AES-192", "AES-256"];

    private readonly string _folder = Directory.CreateTempSubdirectory("fs-snmpd-").FullName;
    private readonly string? _namespace;
    private Process? _process;

    internal Snmpd(string? networkNamespace = null)
    {
        _namespace = networkNamespace;
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Close();
        File.WriteAllText(Path.Combine(_folder, "agent.conf"), Configuration());
        Start();
    }

    internal static string? Missing =>
        Tool.Exists("snmpd") && Tool.Exists("snmpbulkwalk") ? null : "needs the Debian packages snmpd and snmp";

    internal int Port { get; }

    internal IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    internal string Target => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    internal static string User(string authentication, string? privacy) => $"u-{authentication}-{privacy ?? "none"}";

    internal void Start()
    {
        string[] command =
        [
            "snmpd", "-f", "-Lf", Path.Combine(_folder, "log"), "-C", "-c", Path.Combine(_folder, "agent.conf"), "-p", Path.Combine(_folder, "pid"),
        ];
        var start = _namespace is null
            ? new ProcessStartInfo(command[0], command[1..])
            : new ProcessStartInfo("ip", ["netns", "exec", _namespace, .. command]);
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        start.Environment["SNMP_PERSISTENT_DIR"] = _folder;
        _process = Process.Start(start)!;
        for (int i = 0; i < 40 && Walk(["-v2c", "-c", Community, "-r0", "-t1"], "1.3.6.1.2.1.1.5").Length == 0; i++)
        {
            Thread.Sleep(50);
        }
    }

    internal void Stop()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>The lines that net-snmp's own walk prints, numbers and octets unformatted.</summary>
    internal string[] Walk(string[] credentials, string root, string program = "snmpwalk")
    {
        string[] command = [program, "-m", "", "-M", "", "-Onext", .. credentials, Target, root];
        (_, string output, _) = _namespace is null
            ? Tool.Run(command[0], command[1..])
            : Tool.Run("ip", ["netns", "exec", _namespace, .. command]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('.'))];
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private string Configuration()
    {
        var text = new StringWriter();
        text.WriteLine($"agentaddress udp:127.0.0.1:{Port}");
        text.WriteLine($"rocommunity {Community}");
        text.WriteLine("sysName sample-router");
        text.WriteLine("createUser u-none");
        text.WriteLine("rouser u-none noauth");
        foreach (string authentication in AuthenticationNames)
        {
            text.WriteLine($"createUser {User(authentication, null)} {authentication} {AuthenticationPassword}");
            text.WriteLine($"rouser {User(authentication, null)} auth");
            foreach (string privacy in PrivacyNames)
            {
                text.WriteLine($"createUser {User(authentication, privacy)} {authentication} {AuthenticationPassword} {privacy} {PrivacyPassword}");
                text.WriteLine($"rouser {User(authentication, privacy)} priv");
            }
        }

        return text.ToString();
    }
}
