using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>A real ClickHouse server on loopback. Its data outlives it, so that it can go away and come back.</summary>
internal sealed class ClickHouseServer : IDisposable
{
    /// <summary>The user that sensors log in as.</summary>
    public const string User = "sensor";

    /// <summary>That user's password.</summary>
    public const string Password = "only-for-tests'\"<>";

    private readonly TemporaryFolder _folder;
    private readonly string _name;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private PeerProcess? _process;

    /// <summary>Writes the configuration; the server is not started yet.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="name">Name of its folder.</param>
    public ClickHouseServer(TemporaryFolder folder, string name)
    {
        _folder = folder;
        _name = name;
        _http.DefaultRequestHeaders.Add("X-ClickHouse-User", User);
        _http.DefaultRequestHeaders.Add("X-ClickHouse-Key", Password);
    }

    /// <summary>Port of the HTTP interface.</summary>
    public int HttpPort { get; } = LoopbackPort.FreeTcp();

    /// <summary>Port that other servers use.</summary>
    public int NativePort { get; } = LoopbackPort.FreeTcp();

    /// <summary>Port that replicas use.</summary>
    public int ReplicaPort { get; } = LoopbackPort.FreeTcp();

    /// <summary>Address for <c>outputs.clickhouse.url</c>.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{HttpPort}");

    /// <summary>Address for <c>--store</c>.</summary>
    /// <param name="database">The database.</param>
    public string Store(string database) => string.Create(CultureInfo.InvariantCulture, $"clickhouse://{User}@127.0.0.1:{HttpPort}/{database}");

    /// <summary>Starts the server, for the first time or again, and waits until it answers.</summary>
    /// <param name="cluster">Elements for its configuration: cluster, macros, ZooKeeper.</param>
    public void Start(string cluster = "")
    {
        string folder = _folder.Folder(_name);
        string password = WebUtility.HtmlEncode(Password);
        File.WriteAllText(Path.Combine(folder, "users.xml"), $"""
            <yandex>
              <profiles><default/></profiles><quotas><default/></quotas>
              <users>
                <{User}><password>{password}</password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota></{User}>
                <default><password></password><networks><ip>::1</ip><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
              </users>
            </yandex>
            """);
        File.WriteAllText(Path.Combine(folder, "config.xml"), string.Create(CultureInfo.InvariantCulture, $"""
            <yandex>
              <logger><level>warning</level><log>{folder}/server.log</log><errorlog>{folder}/errors.log</errorlog></logger>
              <http_port>{HttpPort}</http_port><tcp_port>{NativePort}</tcp_port>
              <interserver_http_port>{ReplicaPort}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
              <listen_host>127.0.0.1</listen_host>
              <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><user_files_path>{folder}/files/</user_files_path>
              <users_config>{folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
              <mark_cache_size>67108864</mark_cache_size>
              {cluster}
            </yandex>
            """));
        _process = PeerProcess.Start("clickhouse-server", $"--config-file={Path.Combine(folder, "config.xml")}");
        _process.WaitUntil(Answers);
    }

    /// <summary>Ends the server as an operator would.</summary>
    public void Stop()
    {
        _process?.Stop();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Runs a statement and gives its answer, fields separated by tabs.</summary>
    /// <param name="statement">The statement.</param>
    public string Ask(string statement)
    {
        (bool good, string answer) = Post(statement);
        Assert.True(good, $"{statement}: {answer}");
        return answer;
    }

    /// <summary>Asks until a statement has this answer; one that is refused is asked again.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="answer">The answer.</param>
    public void WaitUntil(string statement, string answer)
    {
        (bool Good, string Answer) last = default;
        bool isThere = SpinWait.SpinUntil(() => (last = Post(statement)) == (true, answer), TimeSpan.FromMinutes(2));
        Assert.True(isThere, $"{statement}: {last.Answer}");
    }

    /// <summary>Runs a statement and gives the numbers of the first row of its answer.</summary>
    /// <param name="statement">The statement.</param>
    public long[] Numbers(string statement) =>
        [.. Ask(statement).Split('\n')[0].Split('\t').Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
    }

    private (bool Good, string Answer) Post(string statement)
    {
        using StringContent content = new(statement);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        try
        {
            using HttpResponseMessage response = _http.PostAsync(new Uri(Url + "/?wait_end_of_query=1"), content).GetAwaiter().GetResult();
            return (response.IsSuccessStatusCode, response.Content.ReadAsStringAsync().GetAwaiter().GetResult().TrimEnd('\n'));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return (false, failure.Message);
        }
    }

    private bool Answers()
    {
        try
        {
            return _http.GetStringAsync(new Uri(Url + "/ping")).GetAwaiter().GetResult().StartsWith("Ok", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
