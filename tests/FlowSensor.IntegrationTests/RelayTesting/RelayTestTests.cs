using System.Globalization;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.RelayTesting;

/// <summary>Relay patterns against a real Postfix: closed, open on purpose, and open for whoever claims to be local.</summary>
public sealed class RelayTestTests : IDisposable
{
    private const string OneMailbox = "virtual_mailbox_maps = inline:{{abuse@example.net=abuse}}";

    // What names example.net, which this Postfix receives mail for, and hides another address: it looks for such a mailbox, and has none.
    private static readonly string[] HiddenInOwnDomain = ["percent", "percent, own sender", "quoted at its domain", "two at signs", "bang path at its domain"];

    private readonly TemporaryFolder _folder = new();

    public RelayTestTests() => File.WriteAllText(_folder.File("flowsensor.yaml"), "sensor: {networks: [127.0.0.0/8]}\n");

    public void Dispose() => _folder.Dispose();

    [PeerFact("postmap", Root = true)]
    public void RelayTest_ClosedPostfix_EveryPatternIsRefused()
    {
        // Fewer errors in a session than the patterns have in all.
        using PostfixServer postfix = new(_folder, OneMailbox, "smtpd_hard_error_limit = 6");

        Dictionary<string, string> answers = Test(postfix, "closed");

        Assert.Equal(21, answers.Count);
        Assert.All(answers, static answer => Assert.Equal("refused", answer.Value));
        Assert.Equal(21, postfix.Log.Split("NOQUEUE: reject: RCPT").Length - 1);
    }

    [PeerFact("postmap", Root = true)]
    public void RelayTest_OpenPostfix_EveryPatternThatRelaysIsAccepted()
    {
        using PostfixServer postfix = new(_folder, OneMailbox, "mynetworks = 0.0.0.0/0", "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination");

        Dictionary<string, string> answers = Test(postfix, "open");

        foreach ((string pattern, string answer) in answers)
        {
            bool isHidden = pattern.StartsWith("percent", StringComparison.Ordinal) || pattern.StartsWith("quoted", StringComparison.Ordinal)
                || pattern.StartsWith("bang", StringComparison.Ordinal) || pattern == "two at signs";
            Assert.Equal((pattern, HiddenInOwnDomain.Contains(pattern) ? "refused" : isHidden ? "accepted_maybe_local" : "accepted"), (pattern, answer));
        }

        Assert.DoesNotContain("status=", postfix.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("message-id=", postfix.Log, StringComparison.Ordinal);
    }

    [PeerFact("postmap", Root = true)]
    public void RelayTest_PostfixThatTrustsOwnSenders_IsOpenForThemOnly()
    {
        using PostfixServer postfix = new(_folder, OneMailbox, "smtpd_relay_restrictions = check_sender_access inline:{{example.net=OK}}, reject_unauth_destination");

        Dictionary<string, string> answers = Test(postfix, "open");

        // A sender without a domain is of mx.example.net to it.
        Assert.Equal(["own sender", "sender without domain"], answers.Where(static answer => answer.Value.StartsWith("accepted", StringComparison.Ordinal)).Select(static answer => answer.Key));
    }

    [Fact]
    public void RelayTest_NobodyListens_IsUnknown()
    {
        SensorResult result = Run("127.0.0.1", "--port", $"{LoopbackPort.FreeTcp()}", "--yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Unknown: some patterns got no final answer.", result.Output, StringComparison.Ordinal);
        Assert.Contains("The test ended early", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1 is not in sensor.networks", "192.0.2.1", "--yes")]
    [InlineData("Nothing was tested; --yes says that 127.0.0.1 may be", "127.0.0.1")]
    [InlineData("--recipient 'a b@example.com' is no mailbox", "127.0.0.1", "--yes", "--recipient", "a b@example.com")]
    [InlineData("--domain 'a>b' is no domain", "127.0.0.1", "--yes", "--domain", "a>b")]
    public void RelayTest_WrongUse_SaysOneSentence(string sentence, params string[] arguments)
    {
        SensorResult result = Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private SensorResult Run(params string[] arguments) => Sensor.Run(_folder.Path, ["relaytest", .. arguments]);

    private Dictionary<string, string> Test(PostfixServer postfix, string verdict)
    {
        SensorResult result = Run("127.0.0.1", "--port", postfix.Port.ToString(CultureInfo.InvariantCulture), "--domain", "example.net", "--pause", "0s", "--yes", "--json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal(verdict, document.RootElement.GetProperty("verdict").GetString());
        return document.RootElement.GetProperty("patterns").EnumerateArray()
            .ToDictionary(static pattern => pattern.GetProperty("pattern").GetString()!, static pattern => pattern.GetProperty("answer").GetString()!);
    }
}
