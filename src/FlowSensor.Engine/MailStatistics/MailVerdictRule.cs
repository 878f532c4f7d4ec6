namespace FlowSensor.Engine.MailStatistics;

/// <summary>MEE falls and Dq falls: normal. MEE falls while Dq rises: attacked.</summary>
internal sealed class MailVerdictRule
{
    /// <summary>DNS queries over this multiple of the usual have risen. The published abnormal days have 2.5 and 5.0.</summary>
    public double QueriesRise { get; set; } = 1.5;

    /// <summary>DNS queries under this multiple of the usual have fallen.</summary>
    public double QueriesFall { get; set; } = 0.9;

    /// <summary>Connections a day under which MEE means nothing.</summary>
    public int LeastConnections { get; set; } = 100;

    public MailVerdict Judge(in MailSample day, in MailLevels levels)
    {
        if (day.Connections < LeastConnections)
        {
            return MailVerdict.Undecided;
        }

        double efficiency = (double)day.Accepted / day.Connections;
        double? ratio = levels.Queries > 0 ? day.Queries / levels.Queries : null;
        if (efficiency >= levels.Low)
        {
            return ratio >= QueriesRise ? MailVerdict.HighLoad : MailVerdict.Normal;
        }

        return ratio switch
        {
            null => MailVerdict.Undecided,
            double rise when rise >= QueriesRise => MailVerdict.Attacked,
            double fall when fall <= QueriesFall => MailVerdict.NormalHoliday,
            _ => MailVerdict.LowEfficiency,
        };
    }
}
