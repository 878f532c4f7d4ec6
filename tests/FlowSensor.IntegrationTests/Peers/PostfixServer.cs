using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowSensor.IntegrationTests.Routes;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A Postfix of its own on a loopback port: everything it has is in the test's folder, and it ends with the test. Needs root.</summary>
internal sealed class PostfixServer : IDisposable
{
    private const string Settings = """
        compatibility_level = 3.6
        queue_directory = @folder@/queue
        data_directory = @folder@/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = @folder@/log/mail.log
        maillog_file_prefixes = @folder@
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = mx.example.net
        inet_interfaces = loopback-only
        inet_protocols = ipv4
        alias_maps =
        alias_database =
        biff = no
        mydestination =
        mynetworks =
        virtual_mailbox_domains = example.net
        virtual_mailbox_base = @folder@/box
        virtual_mailbox_maps = static:abuse
        virtual_uid_maps = static:5000
        virtual_gid_maps = static:5000
        smtpd_delay_reject = no
        smtpd_relay_restrictions = reject_unauth_destination
        """;

    private const string Services = """
        127.0.0.1:@port@ inet n - n - 20 smtpd
        pickup    unix  n       -       n       60      1       pickup
        cleanup   unix  n       -       n       -       0       cleanup
        qmgr      unix  n       -       n       300     1       qmgr
        tlsmgr    unix  -       -       n       1000?   1       tlsmgr
        rewrite   unix  -       -       n       -       -       trivial-rewrite
        bounce    unix  -       -       n       -       0       bounce
        defer     unix  -       -       n       -       0       bounce
        trace     unix  -       -       n       -       0       bounce
        proxymap  unix  -       -       n       -       -       proxymap
        smtp      unix  -       -       n       -       -       smtp
        error     unix  -       -       n       -       -       error
        retry     unix  -       -       n       -       -       error
        virtual   unix  -       n       n       -       -       virtual
        anvil     unix  -       -       n       -       1       anvil
        scache    unix  -       -       n       -       1       scache
        postlog   unix-dgram n  -       n       -       1       postlogd
        """;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly NetworkNamespace? _space;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="settings">Further lines of <c>main.cf</c>; the later of two wins.</param>
    public PostfixServer(TemporaryFolder folder, params IEnumerable<string> settings)
        : this(folder, null, LoopbackPort.FreeTcp(), settings)
    {
    }

    /// <summary>Starts it in a network namespace.</summary>
    /// <param name="folder">Where everything goes; what an earlier one left there stays.</param>
    /// <param name="space">The namespace; null for none.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="settings">Further lines of <c>main.cf</c>; the later of two wins.</param>
    public PostfixServer(TemporaryFolder folder, NetworkNamespace? space, int port, params IEnumerable<string> settings)
    {
        _folder = folder.Folder("postfix");
        _space = space;
        Port = port;
        foreach (string part in (string[])["etc", "queue", "data", "log", "box"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, part));
        }

        // Its processes give up root and still have to reach their folders.
        PeerProcess.Run("chmod", "755", folder.Path, _folder);
        PeerProcess.Run("chown", "postfix", Path.Combine(_folder, "data"));
        PeerProcess.Run("chown", "5000:5000", Path.Combine(_folder, "box"));
        File.WriteAllText(Path.Combine(_folder, "etc", "main.cf"), Merged([.. Settings.Replace("@folder@", _folder, StringComparison.Ordinal).Split('\n'), .. settings]));
        File.WriteAllText(Path.Combine(_folder, "etc", "master.cf"), Services.Replace("@port@", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n");
        Control("start");
        long started = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < LongestStart && !Log.Contains("fatal:", StringComparison.Ordinal), $"Postfix does not answer: {Log}");
            Thread.Sleep(50);
        }
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Its mailbox of <c>example.net</c>, an mbox.</summary>
    public string Mailbox => Path.Combine(_folder, "box", "abuse");

    /// <summary>Its log so far.</summary>
    public string Log => File.Exists(Path.Combine(_folder, "log", "mail.log")) ? File.ReadAllText(Path.Combine(_folder, "log", "mail.log")) : "";

    /// <summary>Connects from an address and gives the greeting.</summary>
    public string Greeting(string from) => Greeting(from, TimeSpan.FromSeconds(20));

    public void Dispose() => Control("stop");

    private void Control(string action)
    {
        string[] arguments = ["-c", Path.Combine(_folder, "etc"), action];
        if (_space is null)
        {
            PeerProcess.Run("postfix", arguments);
        }
        else
        {
            PeerProcess.Run("ip", ["netns", "exec", _space.Name, "postfix", .. arguments]);
        }
    }

    private bool Answers()
    {
        try
        {
            return (_space is null ? Ask() : _space.Inside(() => Task.FromResult(Ask()))).Length > 0;
        }
        catch (SocketException)
        {
            return false;
        }

        string Ask() => Greeting("127.0.0.1", LongestTry);
    }

    private string Greeting(string from, TimeSpan longest)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)longest.TotalMilliseconds };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        socket.Connect(IPAddress.Loopback, Port);
        byte[] octets = new byte[512];
        return Encoding.ASCII.GetString(octets, 0, socket.Receive(octets));
    }

    // Each of Postfix's programs warns of every entry that stands twice, through a socket whose queue is short: so many warnings at once stop the one
    // that writes the log.
    private static string Merged(IEnumerable<string> settings)
    {
        OrderedDictionary<string, string> merged = new(StringComparer.Ordinal);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            merged[setting[..equals].Trim()] = setting[(equals + 1)..].Trim();
        }

        return string.Concat(merged.Select(static setting => $"{setting.Key} = {setting.Value}\n"));
    }
}
