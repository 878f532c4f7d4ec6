using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>Our walks against net-snmp's agent, compared line by line with net-snmp's own.</summary>
public sealed class SnmpdWalkTests : IClassFixture<SnmpdWalkTests.Agent>
{
    // Nothing under these changes between two walks.
    private static readonly string[] Roots = ["1.3.6.1.2.1.4.21", "1.3.6.1.2.1.4.24", "1.3.6.1.2.1.1.9.1.2", "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.31.1.1.1.1"];

    private readonly Agent _agent;

    public SnmpdWalkTests(Agent agent) => _agent = agent;

    [SnmpPeerTheory]
    [InlineData(SnmpVersion.V1, "-v1", 1)]
    [InlineData(SnmpVersion.V2C, "-v2c", 1)]
    [InlineData(SnmpVersion.V2C, "-v2c", 7)]
    [InlineData(SnmpVersion.V2C, "-v2c", 400)]
    public async Task RunAsync_Community_EqualsSnmpwalk(SnmpVersion version, string option, int repetitions)
    {
        var target = new SnmpTarget
        {
            EndPoint = _agent.Snmpd!.EndPoint,
            Version = version,
            Community = Snmpd.Community,
            MaxRepetitions = repetitions,
            RequestsPerSecond = 0,
        };
        await AssertEqualsSnmpwalkAsync(target, [option, "-c", Snmpd.Community]);
    }

    [SnmpPeerTheory]
    [MemberData(nameof(Combinations))]
    public async Task RunAsync_EveryV3Combination_EqualsSnmpwalk(string? authentication, string? privacy)
    {
        UsmUser user = authentication is null ? new UsmUser("u-none") : MakeUser(authentication, privacy);
        string[] level = authentication is null ? ["-l", "noAuthNoPriv", "-u", "u-none"]
            : privacy is null ? ["-l", "authNoPriv", "-u", user.Name, "-a", authentication, "-A", Snmpd.AuthenticationPassword]
            : ["-l", "authPriv", "-u", user.Name, "-a", authentication, "-A", Snmpd.AuthenticationPassword, "-x", privacy, "-X", Snmpd.PrivacyPassword];
        var target = new SnmpTarget { EndPoint = _agent.Snmpd!.EndPoint, Version = SnmpVersion.V3, User = user, RequestsPerSecond = 0 };
        await AssertEqualsSnmpwalkAsync(target, ["-v3", .. level]);
    }

    public static TheoryData<string?, string?> Combinations()
    {
        var data = new TheoryData<string?, string?> { { null, null } };
        foreach (string authentication in Snmpd.AuthenticationNames)
        {
            data.Add(authentication, null);
            foreach (string privacy in Snmpd.PrivacyNames)
            {
                data.Add(authentication, privacy);
            }
        }

        return data;
    }

    internal static UsmUser MakeUser(string authentication, string? privacy, string? password = null, string? privacyPassword = null) => new(
        Snmpd.User(authentication, privacy),
        authentication switch
        {
            "MD5" => UsmAuthentication.Md5,
            "SHA" => UsmAuthentication.Sha1,
            "SHA-224" => UsmAuthentication.Sha224,
            "SHA-256" => UsmAuthentication.Sha256,
            "SHA-384" => UsmAuthentication.Sha384,
            _ => UsmAuthentication.Sha512,
        },
        password ?? Snmpd.AuthenticationPassword,
        privacy switch
        {
            null => UsmPrivacy.None,
            "DES" => UsmPrivacy.Des,
            "AES" => UsmPrivacy.Aes128,
            "AES-192" => UsmPrivacy.Aes192,
            _ => UsmPrivacy.Aes256,
        },
        privacyPassword ?? Snmpd.PrivacyPassword);

    private async Task AssertEqualsSnmpwalkAsync(SnmpTarget target, string[] credentials)
    {
        foreach (string text in Roots)
        {
            var root = ObjectIdentifier.Parse(text);
            var lines = new SnmpLines(root);
            using var client = new SnmpClient(target, TimeProvider.System);
            WalkResult result = await new TableWalk(client, new WalkLimits(), TimeProvider.System).RunAsync([root], lines, CancellationToken.None);
            Assert.Equal("", result.Detail);
            Assert.Equal(SnmpFailure.None, result.Failure);

            string[] expected = _agent.Snmpd!.Walk(credentials, text, target.Version == SnmpVersion.V1 ? "snmpwalk" : "snmpbulkwalk");
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(Tidy), lines.Lines);
        }
    }

    private static string Tidy(string line)
    {
        int hex = line.IndexOf("Hex-STRING: ", StringComparison.Ordinal);
        return hex < 0 ? line : line[..hex] + "Hex-STRING: " + line[(hex + 12)..].Replace(" ", "", StringComparison.Ordinal);
    }

    public sealed class Agent : IDisposable
    {
        internal Snmpd? Snmpd { get; } = Routes.Snmpd.Missing is null ? new Snmpd() : null;

        public void Dispose() => Snmpd?.Dispose();
    }
}
