using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Output.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

/// <summary>Who may have reports sent by themselves must say whose exports it believes.</summary>
public sealed class AutomaticPolicyTests
{
    [Theory]
    [InlineData(NotifyPolicy.Automatic, true, "inputs.netflow,inputs.sflow")]
    [InlineData(NotifyPolicy.Automatic, false, "")]
    [InlineData(NotifyPolicy.Ask, true, "")]
    public void Check_ExportsFromAnybody_AreRefused(NotifyPolicy policy, bool sends, string inputs)
    {
        SensorOptions options = new();
        options.Reports.Mail = sends ? new MailServerOptions() : null;

        Assert.Equal(inputs, string.Join(',', Problems(options, policy).Select(static problem => problem.Advice!.Split(' ')[4][..^7])));
    }

    [Fact]
    public void Check_ExportersListedOrNoneReceived_IsInOrder()
    {
        SensorOptions options = new();
        options.Reports.Mail = new MailServerOptions();
        options.Inputs.Netflow.Allow.Add(new IpPrefix(IpAddress.Parse("192.0.2.1"), 32));
        options.Inputs.Sflow.Listen.Clear();

        Assert.Empty(Problems(options, NotifyPolicy.Automatic));
    }

    private static List<ConfigurationProblem> Problems(SensorOptions options, NotifyPolicy policy)
    {
        List<ConfigurationProblem> problems = [];
        AutomaticPolicy.Check(options, [new Institution { Name = "School", Policy = policy, Source = "f.yaml" }], problems);
        return problems;
    }
}
