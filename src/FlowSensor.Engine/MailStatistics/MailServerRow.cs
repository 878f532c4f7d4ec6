using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>A mail server over all days of a span: one row of the table, one element of the JSON list <c>mail</c>.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Total">Its counts.</param>
internal readonly record struct MailServerRow(IpAddress Server, MailSample Total)
{
    /// <summary>MEE: Nf / Nc; null without connections.</summary>
    public double? Efficiency => Total.Connections == 0 ? null : (double)Total.Accepted / Total.Connections;

    /// <summary>True when part of the counts was concluded from sizes of encrypted sessions.</summary>
    public bool IsEstimated => Total.EstimatedAccepted > 0 || Total.EstimatedAccesses > 0;

    /// <summary>Rows of all servers in the days kept, by address.</summary>
    public static IReadOnlyList<MailServerRow> Of(MailServerStatistics statistics)
    {
        List<MailServerRow> rows = [];
        foreach (IGrouping<IpAddress, HostDay> server in statistics.ServerDays().GroupBy(static day => day.Host))
        {
            MailSample total = default;
            foreach (HostDay day in server)
            {
                total.Add(day.Total());
            }

            rows.Add(new MailServerRow(server.Key, total));
        }

        return rows;
    }
}
