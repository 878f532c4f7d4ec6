using FlowSensor.Engine.Collection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Collection;

public sealed class PendingSetsTests
{
    [Fact]
    public void Take_WhileOneSetWaitsForLong_WhatWasTakenIsNotKept()
    {
        var exporter = new Exporter(new ExporterKey(IpAddress.Parse("192.0.2.1"), 10, 0), 0, new TemplateBudget(10));
        var pending = new PendingSets(1 << 20);
        pending.Add(Set(exporter, 999));
        for (int round = 0; round < 100_000; round++)
        {
            pending.Add(Set(exporter, 300));
            Assert.NotNull(pending.Take(exporter, 300));
        }

        Assert.Equal(1, pending.Count);
        Assert.InRange(pending.Places, 1, 1000);
        Assert.Single(pending.Take(exporter, 999)!);
    }

    private static PendingSet Set(Exporter exporter, ushort template) =>
        new(new PendingDatagram(exporter), default, template, 0, 0, 1, new byte[40]);
}
