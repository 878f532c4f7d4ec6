namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// The published model of DNS queries a mail server causes: Dq = mS Ns + mP Np with mP = 1 and mS = 2 + k n (1 - q)
/// (Musashi, Matsuba, Sugitani 2003).
/// </summary>
/// <param name="K">Queries for each domain host mail is sent to: 2 for servers like Postfix, 4 for old ones like sendmail 8.9.</param>
/// <param name="Hosts">n: different hosts mail is transferred to.</param>
/// <param name="ReceivingRate">q: received / (received + transferred) connections.</param>
internal readonly record struct MailModel(double K, double Hosts, double ReceivingRate)
{
    /// <summary>mS: DNS queries for each SMTP access.</summary>
    public double Slope => 2 + (K * Hosts * (1 - ReceivingRate));

    /// <summary>Model of a day: n is the mean number of different destinations in samples that had any.</summary>
    public static MailModel Of(ReadOnlySpan<MailSample> samples, double k)
    {
        long received = 0;
        long transferred = 0;
        long destinations = 0;
        int busy = 0;
        foreach (ref readonly MailSample sample in samples)
        {
            received += sample.Connections;
            transferred += sample.Transferred;
            destinations += sample.Destinations;
            busy += sample.Destinations > 0 ? 1 : 0;
        }

        double q = received + transferred == 0 ? 1 : (double)received / (received + transferred);
        return new MailModel(k, busy == 0 ? 0 : (double)destinations / busy, q);
    }

    /// <summary>Dq that the model expects for so many SMTP and POP3 accesses.</summary>
    public double Queries(double smtp, double pop3) => (Slope * smtp) + pop3;
}
