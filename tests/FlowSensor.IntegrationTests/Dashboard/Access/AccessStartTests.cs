using System.Globalization;
using System.Net;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>What a dashboard may be opened with, and how one without users guards itself.</summary>
public sealed class AccessStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = LoopbackPort.FreeTcp();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("192.0.2.1")]
    public void Run_OnAnotherAddressWithoutTls_IsRefusedInOneSentence(string address)
    {
        Configure($"listen: \"{address}:{_port}\"");

        SensorResult result = Sensor.Run(_folder.Path, "run", "--config", "flowsensor.yaml");

        Assert.Equal(2, result.ExitCode);
        string sentence = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains("flowsensor.yaml:3: dashboard.listen:", sentence, StringComparison.Ordinal);
        Assert.Contains("it needs dashboard.tls", sentence, StringComparison.Ordinal);
        Assert.Contains("dashboard.behind_proxy.networks", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls: {certificate_file: cert.pem, key_file: key.pem}")]
    [InlineData("behind_proxy: {networks: [192.0.2.7]}")]
    public void Run_OnAnotherAddressWithoutUsers_IsRefusedInOneSentence(string way)
    {
        SelfSigned.Write(_folder.Path);
        Configure($"listen: \"0.0.0.0:{_port}\"", way);

        SensorResult result = Sensor.Run(_folder.Path, "run", "--config", "flowsensor.yaml");

        Assert.Equal(1, result.ExitCode);
        string sentence = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains("it needs users; add one with 'flowsensor user add NAME --role admin'", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls: {certificate_file: cert.pem}", "certificate_file and key_file")]
    [InlineData("tls: {certificate_file: key.pem, key_file: key.pem}", "cannot be read")]
    [InlineData("tls: {pfx_file: both.pfx, password: wrong}", "cannot be read")]
    [InlineData("users: [{name: ines, role: admin, password_hash: secret}]", "flowsensor user hash")]
    [InlineData("users: [{name: \"<b>\", role: admin, password_hash: secret}]", "1 to 64 of a-z")]
    [InlineData("oidc: {authority: \"http://192.0.2.1/\", client_id: x, default_role: read}", "https://")]
    [InlineData("oidc: {authority: \"https://id.example/\", client_id: x}", "nobody would get a role")]
    public void Check_OfWhatCannotWork_SaysSo(string setting, string wanted)
    {
        SelfSigned.Write(_folder.Path);
        Configure($"listen: \"127.0.0.1:{_port}\"", setting);

        SensorResult result = Sensor.Run(_folder.Path, "check", "--config", "flowsensor.yaml");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(wanted, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_OfTheConfiguration_LogInOverPkcs12()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        string hash = Sensor.RunWithInput(_folder.Path, AccessSensor.Password + "\n", "user", "hash").Output.Trim();
        Configure(
            $"listen: \"0.0.0.0:{_port}\"", $"tls: {{pfx_file: both.pfx, password: {SelfSigned.PfxPassword}}}",
            $"users: [{{name: konrad, role: operate, password_hash: \"{hash}\"}}]");
        using PeerProcess sensor = Start();
        using AccessClient client = new($"https://127.0.0.1:{_port}", certificate);

        using HttpResponseMessage answer = await client.LogInAsync("konrad", AccessSensor.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(await client.IsInAsync());
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public void User_OfANamedStore_IsKeptWhateverTheConfigurationIs()
    {
        File.WriteAllText(_folder.File("flowsensor.yaml"), "dashboard: {listen: nonsense}\n");

        Assert.Equal((0, ""), Do("user", "add", "ines", "--role", "admin"));
        Assert.Equal((0, ""), Do("user", "password", "ines"));
        Assert.Equal((0, ""), Do("user", "list", "--json"));
        Assert.Equal((1, $"flowsensor: there is no user 'nobody'; 'flowsensor user list' shows them.\n"), Do("user", "role", "nobody", "read"));
        Assert.Equal((0, ""), Do("user", "remove", "ines"));

        // Asked for, it is read.
        Assert.Equal(2, Do("user", "list", "--config", "flowsensor.yaml").ExitCode);

        (int ExitCode, string Error) Do(params string[] arguments)
        {
            SensorResult result = Sensor.RunWithInput(_folder.Path, AccessSensor.Password + "\n", [.. arguments, "--store", "store"]);
            return (result.ExitCode, result.Error);
        }
    }

    [Fact]
    public async Task Open_WithoutUsers_IsForThisMachineOnly()
    {
        Configure($"listen: \"127.0.0.1:{_port}\"");
        using PeerProcess sensor = Start();
        using AccessClient client = Open();

        using HttpResponseMessage page = await client.GetAsync("/no/such/page");
        using HttpResponseMessage rebound = await client.GetAsync("/metrics", ("Host", $"evil.example:{_port}"));
        using HttpResponseMessage named = await client.GetAsync("/no/such/page", ("Host", $"localhost:{_port}"));
        using HttpResponseMessage proxied = await client.GetAsync("/no/such/page", ("X-Forwarded-For", "192.0.2.9"));
        string ready = await client.TextAsync("/readyz");
        string[] elsewhere = [await client.TextAsync("/readyz", ("Host", $"evil.example:{_port}")), await client.TextAsync("/readyz", ("X-Forwarded-For", "192.0.2.9"))];
        HttpStatusCode program = await client.MuteAsync();
        HttpStatusCode site = await client.MuteAsync(("Origin", "http://127.0.0.1:1"));
        HttpStatusCode same = await client.MuteAsync(("Origin", $"http://127.0.0.1:{_port}"));

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, named.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, proxied.StatusCode);
        Assert.Contains("\"outputs\"", ready, StringComparison.Ordinal);
        Assert.All(elsewhere, static text => Assert.Equal(["receiving"], JsonElement.Parse(text).EnumerateObject().Select(static member => member.Name)));
        Assert.Equal(HttpStatusCode.Created, program);
        Assert.Equal(HttpStatusCode.Forbidden, site);
        Assert.Equal(HttpStatusCode.Created, same);

        // The first user closes it, while it runs.
        Assert.Equal(0, Sensor.RunWithInput(_folder.Path, AccessSensor.Password + "\n", "user", "add", "ines", "--role", "admin").ExitCode);
        using HttpResponseMessage closed = await client.GetAsync("/no/such/page");
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        using HttpResponseMessage answer = await client.LogInAsync("ines", AccessSensor.Password);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), static value => value.StartsWith("flowsensor-", StringComparison.Ordinal) && !value.Contains("-form", StringComparison.Ordinal));
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(await client.IsInAsync());
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public async Task Proxy_ThatIsDeclared_IsTheOnlyWayAndIsBelieved()
    {
        Assert.Equal(0, Sensor.RunWithInput(_folder.Path, AccessSensor.Password + "\n", "user", "add", "ines", "--role", "admin").ExitCode);
        Configure($"listen: \"0.0.0.0:{_port}\"", "behind_proxy: {networks: [127.0.0.9]}");
        using PeerProcess sensor = Start();
        using AccessClient proxy = Open("127.0.0.9");
        using AccessClient past = Open();
        (string, string)[] asked = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.7"), ("Origin", $"https://127.0.0.1:{_port}")];

        using HttpResponseMessage direct = await past.GetAsync("/login", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "127.0.0.9"));
        using HttpResponseMessage alive = await past.GetAsync("/healthz");
        using HttpResponseMessage plain = await proxy.GetAsync("/login");
        using HttpResponseMessage metrics = await proxy.GetAsync("/metrics", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "127.0.0.1"));
        using HttpResponseMessage form = await proxy.GetAsync("/login", asked[..2]);
        string token = System.Text.RegularExpressions.Regex.Match(await form.Content.ReadAsStringAsync(), "value=\"(CfDJ[^\"]+)").Groups[1].Value;
        string formCookie = form.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        FormUrlEncodedContent filled = new(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["name"] = "ines", ["password"] = "not the password" });
        using HttpResponseMessage wrong = await proxy.SendAsync(HttpMethod.Post, "/login", filled, [.. asked, ("Cookie", formCookie)]);

        Assert.Equal(HttpStatusCode.Forbidden, direct.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, plain.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Contains("secure", form.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("198.51.100.7", Sensor.Run(_folder.Path, "audit").Output, StringComparison.Ordinal);
        Assert.Equal(0, sensor.Stop());
    }

    [Fact]
    public async Task Reload_WithUsersAndTls_TakesThemAndKeepsTheSensorWhenItCannot()
    {
        string certificate = SelfSigned.Write(_folder.Path);
        Configure($"listen: \"127.0.0.1:{_port}\"");
        using PeerProcess sensor = Start();

        Configure($"listen: \"0.0.0.0:{_port}\"", "tls: {certificate_file: cert.pem, key_file: key.pem}");
        sensor.Signal("HUP");
        sensor.WaitUntil(() => sensor.Errors.Contains("it needs users", StringComparison.Ordinal));
        Assert.Equal(0, Sensor.RunWithInput(_folder.Path, AccessSensor.Password + "\n", "user", "add", "ines").ExitCode);
        sensor.Signal("HUP");
        sensor.WaitUntil(() => sensor.Errors.Contains($"answers on https://0.0.0.0:{_port}", StringComparison.Ordinal));

        using AccessClient client = new($"https://127.0.0.1:{_port}", certificate);
        using HttpResponseMessage answer = await client.LogInAsync("ines", AccessSensor.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(0, sensor.Stop());
    }

    private AccessClient Open(string from = "127.0.0.1") => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"), null, from);

    private PeerProcess Start()
    {
        PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "run", "--config", "flowsensor.yaml");
        sensor.WaitUntil(() => sensor.Errors.Contains("dashboard answers", StringComparison.Ordinal));
        return sensor;
    }

    private void Configure(params string[] dashboard) => File.WriteAllText(_folder.File("flowsensor.yaml"), $$$"""
        inputs: {netflow: {listen: ["127.0.0.1:{{{LoopbackPort.FreeUdp()}}}"]}, sflow: {listen: []}}
        dashboard:
          {{{string.Join("\n  ", dashboard)}}}
        """);
}
