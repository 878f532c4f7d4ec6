namespace FlowSensor.Engine.Detection;

/// <summary>
/// Points of an SMTP sender: how much, how long, and of what quality. Much alone is a newsletter and long alone a mail server; an incident
/// needs a sign that its addresses are bad or that it does not deliver. See docs/detection.md for the origin of the numbers.
/// </summary>
internal readonly ref struct SmtpScore
{
    // Recipients from which on the refused part says something.
    private const int LeastRecipients = 10;
    private const int LeastFlows = 8;
    private const int RelayTries = 5;

    private readonly List<Contribution>? _parts;

    private SmtpScore(List<Contribution>? parts) => _parts = parts;

    /// <summary>Judges a sender.</summary>
    /// <param name="picture">What is known of it.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="parts">Takes the parts in words; null to save the words.</param>
    public static int Of(in SmtpPicture picture, SmtpSenderOptions options, List<Contribution>? parts)
    {
        SmtpScore score = new(parts);
        MailCounts day = picture.Counts;
        int amount = score.Intensity(picture, options) + (picture.IsServer ? 0 : score.Spread(picture, options) + score.Iteration(picture, options));
        int quality = score.Answers(day, options, out bool isSeen) + score.Shape(day, options, isSeen) + score.Reach(day, options);
        bool isLookedAt = picture.Servers >= options.Servers || day.Refused + day.RelayDenied + day.Blocked >= LeastRecipients || day.RelayDenied >= RelayTries;
        return isLookedAt && quality >= 10 && (amount > 0 || quality >= 40) ? Math.Max(0, amount + quality) : Math.Min(amount + quality, options.OpenScore / 3);
    }

    private int Intensity(in SmtpPicture picture, SmtpSenderOptions options)
    {
        double flows = picture.HourFlows;
        if (picture.IsServer)
        {
            if (picture.Usual is not double usual || flows < options.ManyFlows || flows < picture.Limit)
            {
                return 0;
            }

            double times = flows / Math.Max(1, usual);
            _parts?.Add(Words.Of("own_past", times, 40, $"{Words.Count(flows)} SMTP flows in an hour, {times:0.0} times what is usual for this mail server"));
            return 40;
        }

        int points = flows >= options.ManyFlows ? 40 : flows >= options.Flows ? 25 : 0;
        if (points != 0)
        {
            _parts?.Add(Words.Of(
                "intensity", flows, points, $"{Words.Count(flows)} SMTP flows in an hour (threshold {(points == 40 ? options.ManyFlows : options.Flows)})"));
        }

        return points;
    }

    private int Spread(in SmtpPicture picture, SmtpSenderOptions options)
    {
        int points = picture.Servers >= options.ManyServers ? 20 : picture.Servers >= 2 * options.Servers ? 10 : 0;
        if (points != 0)
        {
            _parts?.Add(Words.Of("servers", picture.Servers, points, $"{Words.Count(picture.Servers)} different mail servers asked, and it is none itself"));
        }

        return points;
    }

    private int Iteration(in SmtpPicture picture, SmtpSenderOptions options)
    {
        int hours = picture.ActiveHours;
        int points = hours >= 3 * options.Hours ? 30 : hours >= 2 * options.Hours ? 22 : hours >= options.Hours ? 12 : 0;
        if (points != 0)
        {
            _parts?.Add(Words.Of("iteration", hours, points, $"sent in {hours} of the last 24 hours"));
        }

        return points;
    }

    // What servers answered decides, where it is seen.
    private int Answers(in MailCounts day, SmtpSenderOptions options, out bool isSeen)
    {
        int points = 0;
        isSeen = day.Recipients >= LeastRecipients;
        if (isSeen)
        {
            double share = (day.Refused + day.RelayDenied + day.Blocked) / day.Recipients;
            points = share >= 2 * options.Refused ? 45 : share >= options.Refused ? 30 : share <= options.WellKept ? -45 : 0;
            if (points != 0)
            {
                _parts?.Add(Words.Of(
                    "refused", share, points, $"{Words.Percent(share)} of {Words.Count(day.Recipients)} recipients refused{(points < 0 ? ": its list is kept well" : "")}"));
            }
        }

        if (day.RelayDenied >= RelayTries)
        {
            points += 30;
            _parts?.Add(Words.Of("relay", day.RelayDenied, 30, $"{Words.Count(day.RelayDenied)} recipients refused because the server does not relay"));
        }

        return points;
    }

    private int Shape(in MailCounts day, SmtpSenderOptions options, bool isSeen)
    {
        double flows = day.Flows - day.SynFlows;
        double packets = day.Packets - day.SynPackets;
        double octets = day.Octets - day.SynOctets;
        if (flows < LeastFlows || packets < 1 || isSeen)
        {
            return 0;
        }

        double size = octets / packets;
        double perFlow = octets / flows;
        if (size < options.SmallPacket)
        {
            double back = day.InPackets < 1 ? 0 : day.InOctets / day.InPackets;
            _parts?.Add(Words.Of(
                "packet_size", size, 25, $"{size:0} octets a packet to the servers, {back:0} back: it probes or is refused (under {options.SmallPacket})"));
            return 25;
        }

        if (perFlow >= options.BulkOctets)
        {
            _parts?.Add(Words.Of("bulk", perFlow, -25, $"{Words.Count(perFlow)} octets a flow: it delivers"));
            return -25;
        }

        if (perFlow < options.BulkOctets / 3.0)
        {
            _parts?.Add(Words.Of("small_messages", perFlow, 10, $"{Words.Count(perFlow)} octets a flow: small messages or none"));
            return 10;
        }

        return 0;
    }

    private int Reach(in MailCounts day, SmtpSenderOptions options)
    {
        if (day.Flows < LeastFlows)
        {
            return 0;
        }

        double share = day.SynFlows / day.Flows;
        int points = share >= 2 * options.Unanswered ? 30 : share >= options.Unanswered ? 20 : 0;
        if (points != 0)
        {
            _parts?.Add(Words.Of("unanswered", share, points, $"{Words.Percent(share)} of its connection attempts found no server"));
        }

        return points;
    }
}
