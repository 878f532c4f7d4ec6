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
    [InlineData(NotifyPolicy.Automatic, true, 1)]
    [InlineData(NotifyPolicy.Automatic, false, 0)]
    [InlineData(NotifyPolicy.Ask, true, 0)]
    public void Check_ExportsFromAnybody_AreRefused(NotifyPolicy policy, bool sends, int problems)
    {
        SensorOptions options = new();
        options.Reports.Mail = sends ? new MailServerOptions() : null;

        Assert.Equal(problems, Problems(options, policy).Count);
    }

    [Fact]
    public void Check_ExportersListed_IsInOrder()
    {
        SensorOptions options = Sending();
        options.Inputs.Netflow.Allow.Add(new IpPrefix(IpAddress.Parse("192.0.2.1"), 32));

        Assert.Empty(Problems(options, NotifyPolicy.Automatic));
    }

    [Fact]
    public void Check_NothingReceived_IsInOrder()
    {
        SensorOptions options = Sending();
        options.Inputs.Netflow.Listen.Clear();
        options.Inputs.Sflow.Listen.Clear();

        Assert.Empty(Problems(options, NotifyPolicy.Automatic));
    }

    // NetFlow is taken on the port of sFlow, too.
    [Fact]
    public void Check_OnlySflowListed_IsRefused()
    {
        SensorOptions options = Sending();
        options.Inputs.Netflow.Listen.Clear();
        options.Inputs.Sflow.Allow.Add(new IpPrefix(IpAddress.Parse("192.0.2.1"), 32));

        Assert.Single(Problems(options, NotifyPolicy.Automatic));
    }

    private static SensorOptions Sending()
    {
        SensorOptions options = new();
        options.Reports.Mail = new MailServerOptions();
        return options;
    }

    private static List<ConfigurationProblem> Problems(SensorOptions options, NotifyPolicy policy)
    {
        List<ConfigurationProblem> problems = [];
        AutomaticPolicy.Check(options, [new Institution { Name = "School", Policy = policy, Source = "f.yaml" }], problems);
        return problems;
    }
}
