using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FlowSensor.Capture;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Output.Notifications;
using FlowSensor.Engine.Output.Notifications.Channels;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Configuration;

/// <summary>What is secret can come from a file, and never comes back in a message.</summary>
public sealed partial class SecretsTests : IDisposable
{
    private const string Marker = "pAsS-mArKeR";

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Options_WhatSoundsSecret_IsMarkedSo()
    {
        string[] forgotten = [.. OptionsOf(typeof(SensorOptions), []).SelectMany(static type => type.GetProperties())
            .Where(static property => SoundsSecret().IsMatch(property.Name) && (property.PropertyType == typeof(string) || property.PropertyType == typeof(byte[])) && property.SetMethod is not null)
            .Where(static property => !property.IsDefined(typeof(SecretAttribute)))
            .Select(static property => $"{property.DeclaringType!.Name}.{property.Name}")];

        Assert.Empty(forgotten);
    }

    [Fact]
    public void Options_ThatAreMarked_AreThoseThatWereLookedAt()
    {
        string[] marked = [.. OptionsOf(typeof(SensorOptions), []).SelectMany(static type => type.GetProperties())
            .Where(static property => property.IsDefined(typeof(SecretAttribute))).Select(static property => $"{property.DeclaringType!.Name}.{property.Name}").Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "ClickHouseOptions.Password", "DashboardOidcOptions.ClientSecret", "DashboardTlsOptions.Certificate", "DashboardTlsOptions.Key", "DashboardTlsOptions.Password",
                "DashboardTlsOptions.Pfx", "DashboardUserOptions.PasswordHash", "InfluxOptions.Password", "InfluxOptions.Token", "MailServerOptions.Password",
                "SnmpRouterOptions.AuthPassword", "SnmpRouterOptions.Community", "SnmpRouterOptions.PrivPassword", "SyslogInputOptions.Certificate", "SyslogInputOptions.Key",
                "WebhookOptions.Token", "WebhookOptions.Url",
            ],
            marked);
    }

    // A record prints all its members; one that holds a secret has to say itself how it is printed.
    [Fact]
    public void Records_ThatHoldSecrets_DoNotPrintThem()
    {
        Type[] types = [.. new[] { typeof(FlowRecord).Assembly, typeof(CaptureException).Assembly, typeof(SensorOptions).Assembly }.SelectMany(static assembly => assembly.GetTypes())];
        string[] telling = [.. types
            .Where(static type => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null)
            .Where(static type => type.GetProperties().Any(static property => SoundsSecret().IsMatch(property.Name) && property.Name != "Key" && (property.PropertyType == typeof(string) || property.PropertyType == typeof(byte[]))))
            .Where(static type => type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(static type => type.FullName!)];

        Assert.Empty(telling);
    }

    [Theory]
    [InlineData("dashboard: {tls: {pfx: \"MARK*\"}}")]
    [InlineData("dashboard: {tls: {certificate: \"MARK\", key: \"MARK\"}}")]
    [InlineData("dashboard: {tls: {pfx: TUFSSw==, password: MARK}}")]
    [InlineData("dashboard: {users: [{name: a, role: read, password_hash: MARK}]}")]
    [InlineData("dashboard: {oidc: {client_id: c, client_secret: MARK}}")]
    [InlineData("inputs: {syslog: {tls_listen: [\"127.0.0.1:6514\"], certificate: MARK, key: MARK}}")]
    [InlineData("snmp: {routers: [{address: 192.0.2.1:161, version: 4, community: MARK, auth_password: MARK, priv_password: MARK}]}")]
    [InlineData("snmp: {routers: [{address: 192.0.2.1:161, version: 3, user: a, auth: sha1, auth_password: MARK, priv: aes128, priv_password: MARK, nothing: 1}]}")]
    [InlineData("outputs: {influxdb: {url: \"http://127.0.0.1\", token: [MARK], password: {a: MARK}}}")]
    [InlineData("outputs: {influxdb: {url: \"http://a:MARK@127.0.0.1\"}, clickhouse: {url: \"http://a:MARK@127.0.0.1\"}}")]
    [InlineData("outputs: {clickhouse: {password: MARK, password_file: MARK-file}}")]
    [InlineData("outputs: {clickhouse: {password_file: MARK}}")]
    [InlineData("detection: {notify: [{name: a, webhook: {url: \"ftp://192.0.2.1/MARK\", token: MARK}}]}")]
    [InlineData("detection: {notify: [{name: a, webhook: {url: \"http://a:MARK@192.0.2.1/\"}}]}")]
    [InlineData("detection: {notify: [{name: a, webhook: {url_file: secret}}]}")]
    [InlineData("reports: {mail: {server: \"\", user: a, password: MARK}}")]
    public void Read_SecretThatIsNoGood_IsNotToldBack(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "secret"), Marker);
        ConfigurationResult result = ConfigurationLoader.Read(new StringReader(yaml.Replace("MARK-file", "no-such-file", StringComparison.Ordinal).Replace("MARK", Marker, StringComparison.Ordinal)), "flowsensor.yaml", _folder, new Hashtable());

        Assert.NotEmpty(result.Problems);
        Assert.All(result.Problems, static problem => Assert.DoesNotContain(Marker, problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WebhookAddressFromAFile_IsBound()
    {
        File.WriteAllText(Path.Combine(_folder, "hook"), "https://hooks.example.org/services/abc\n");
        ConfigurationResult result = ConfigurationLoader.Read(new StringReader("detection: {notify: [{name: a, webhook: {url_file: hook}}]}"), "flowsensor.yaml", _folder, new Hashtable());

        Assert.Empty(result.Problems);
        Assert.Equal("https://hooks.example.org/services/abc", Assert.Single(result.Options.Detection.Notify).Webhook!.Url!.ToString());
    }

    [Fact]
    public async Task Webhook_ThatCannotBeReached_ItsPathIsNotTold()
    {
        using WebhookChannel channel = new(new WebhookOptions { Url = new Uri($"http://127.0.0.1:9/services/{Marker}?key={Marker}"), Token = Marker });

        NoticeException failure = await Assert.ThrowsAsync<NoticeException>(() => channel.PostAsync([], "1", CancellationToken.None));

        Assert.Contains("http://127.0.0.1:9 cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, failure.ToString(), StringComparison.Ordinal);
    }

    private static HashSet<Type> OptionsOf(Type type, HashSet<Type> found)
    {
        if (type.IsGenericType)
        {
            foreach (Type part in type.GetGenericArguments())
            {
                OptionsOf(part, found);
            }
        }
        else if (type.IsClass && type.Namespace?.StartsWith(nameof(FlowSensor), StringComparison.Ordinal) == true && found.Add(type))
        {
            foreach (PropertyInfo property in type.GetProperties())
            {
                OptionsOf(property.PropertyType, found);
            }
        }

        return found;
    }

    [GeneratedRegex("Community|Password|Secret|Token$|PrivateKey|^Key$|Hash$|Pfx")]
    private static partial Regex SoundsSecret();
}
