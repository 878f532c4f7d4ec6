namespace FlowSensor.Generator.Streams;

/// <summary>What was sent, in the words that receivers count in.</summary>
/// <param name="Records">Flow records.</param>
/// <param name="Packets">Packets that the records tell of.</param>
/// <param name="Octets">Octets that the records tell of.</param>
/// <param name="SmtpRecords">Flow records from or to port 25.</param>
/// <param name="SmtpPackets">Packets of these.</param>
internal readonly record struct StreamTotals(long Records, long Packets, long Octets, long SmtpRecords, long SmtpPackets)
{
    /// <summary>The totals of an account.</summary>
    /// <param name="truth">The account.</param>
    public static StreamTotals Of(TrafficTruth truth)
    {
        ServiceTruth request = truth.Services[ServiceTruth.Smtp];
        ServiceTruth response = truth.Services[ServiceTruth.Smtp + 1];
        return new StreamTotals(
            truth.TotalFlows, truth.TotalPackets, truth.TotalOctets, request.Flows + response.Flows, request.Packets + response.Packets);
    }

    /// <summary>So many times these totals, and others beside.</summary>
    /// <param name="times">How often.</param>
    /// <param name="rest">The others.</param>
    public StreamTotals Times(long times, StreamTotals rest) => new(
        Records * times + rest.Records, Packets * times + rest.Packets, Octets * times + rest.Octets,
        SmtpRecords * times + rest.SmtpRecords, SmtpPackets * times + rest.SmtpPackets);
}
