namespace FlowSensor.Engine.Detection;

/// <summary>
/// Points of an SMTP sender: how much, how long, and of what quality. Much alone is a newsletter and long alone a mail server; an incident
/// needs a sign that its addresses are bad or that it does not deliver. See docs/detection.md for the origin of the numbers.
/// </summary>
internal readonly ref struct SmtpScore
{
    // Recipients from which on the refused part says something.
    private const int LeastRecipients = 10;
    private const int ManyRecipients = 50;
    private const int LeastFlows = 8;

    // A straggler of yesterday's flood is no news.
    private const int LeastHourFlows = 3;
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
        int quality = score.Answers(picture, options, out bool isSeen) + score.Shape(picture, options, isSeen) + score.Reach(picture, options);
        bool isLookedAt = picture.HourFlows >= LeastHourFlows && (picture.Servers >= options.Servers || day.Refused + day.RelayDenied + day.Blocked >= LeastRecipients || day.RelayDenied >= RelayTries);
        return isLookedAt && quality >= 10 && (amount > 0 || (quality >= 40 && picture.Lately.Unanswered < picture.Lately.Flows)) ? Math.Max(0, amount + quality) : Math.Min(amount + quality, options.OpenScore / 3);
    }

    private int Intensity(in SmtpPicture picture, SmtpSenderOptions options)
    {
        double flows = picture.HourFlows;
        if (picture.IsServer && picture.Usual is double usual)
        {
            if (flows < options.ManyFlows || flows < usual * options.ServerFactor)
            {
                return 0;
            }

            // Within its own spread it may be a busy day; what servers answer has to say more then. Of a server that is known little the spread is
            // that of day and night, in which anything would lie: three times over counts in full once there are replies enough for the refused
            // part to be that of its list, not of the list's beginning.
            bool isOver = flows >= Math.Max(1, usual) * options.ServerFactor * options.ServerFactor && picture.Lately.Recipients >= ManyRecipients;
            int points = isOver || flows >= picture.Limit ? 40 : 25;
            double times = flows / Math.Max(1, usual);
            _parts?.Add(Words.Of("own_past", times, points, $"{Words.Count(flows)} SMTP flows in an hour, {times:0.0} times what is usual for this mail server"));
            return points;
        }

        // Of a mail server whose usual is not known yet a busy hour says little.
        int full = picture.IsServer ? 24 : 40;
        int amount = flows >= options.ManyFlows ? full : flows >= options.Flows && !picture.IsServer ? 25 : 0;
        if (amount != 0)
        {
            _parts?.Add(Words.Of(
                "intensity", flows, amount, $"{Words.Count(flows)} SMTP flows in an hour (threshold {(amount == 25 ? options.Flows : options.ManyFlows)})"));
        }

        return amount;
    }

    private int Spread(in SmtpPicture picture, SmtpSenderOptions options)
    {
        int points = picture.Servers >= options.ManyServers ? 25 : picture.Servers >= 2 * options.Servers ? 12 : 0;
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
    private int Answers(in SmtpPicture picture, SmtpSenderOptions options, out bool isSeen)
    {
        int points = 0;
        MailQuality lately = picture.Lately;
        isSeen = lately.Recipients >= LeastRecipients;
        if (isSeen)
        {
            double share = lately.RefusedShare;
            double least = lately.RefusedAtLeast;
            points = least >= 1.6 * options.Refused ? 45 : least >= options.Refused ? 30 : share <= options.WellKept ? -45 : 0;
            if (points != 0)
            {
                _parts?.Add(Words.Of(
                    "refused", share, points, $"{Words.Percent(share)} of {Words.Count(lately.Recipients)} recipients refused{(points < 0 ? ": its list is kept well" : "")}"));
            }
        }

        double denied = picture.Counts.RelayDenied;
        if (denied >= RelayTries && !picture.IsServer)
        {
            points += 30;
            _parts?.Add(Words.Of("relay", denied, 30, $"{Words.Count(denied)} recipients refused because the server does not relay"));
        }

        return points;
    }

    // Where answers are not seen, sizes tell: a refusal is smaller than any message.
    private int Shape(in SmtpPicture picture, SmtpSenderOptions options, bool isSeen)
    {
        MailCounts day = picture.Counts;
        MailQuality lately = picture.Lately;
        if (lately.Flows < LeastFlows || isSeen)
        {
            return 0;
        }

        double poor = lately.Poor;
        double least = lately.PoorAtLeast;
        int points = least >= 1.3 * options.Poor ? 40 : least >= 0.8 * options.Poor ? 36 : least >= 0.55 * options.Poor ? 12 : poor <= 0.35 * options.Poor && lately.Flows >= options.Flows ? -30 : 0;
        if (points < 0)
        {
            _parts?.Add(Words.Of("delivered", 1 - poor, points, $"{Words.Percent(1 - poor)} of {Words.Count(lately.Flows)} flows are as large as messages: it delivers"));
        }
        else if (points > 0)
        {
            _parts?.Add(Words.Of(
                "undelivered", poor, points, $"{Words.Percent(poor)} of {Words.Count(lately.Flows)} flows brought no message (under {Words.Count(options.SmallestMessage)} octets, or no server)"));
        }

        double flows = day.Flows - day.SynFlows;
        double packets = day.Packets - day.SynPackets;
        double octets = day.Octets - day.SynOctets;
        return flows < 1 || packets < 1 ? points : points + Sizes(in day, options, octets / packets, octets / flows);
    }

    private int Sizes(in MailCounts day, SmtpSenderOptions options, double size, double perFlow)
    {
        if (size < options.SmallPacket)
        {
            double back = day.InPackets < 1 ? 0 : day.InOctets / day.InPackets;
            _parts?.Add(Words.Of(
                "packet_size", size, 15, $"{size:0} octets a packet to the servers, {back:0} back: it probes or is refused (under {options.SmallPacket})"));
            return 15;
        }

        if (perFlow >= options.BulkOctets)
        {
            _parts?.Add(Words.Of("bulk", perFlow, -25, $"{Words.Count(perFlow)} octets a flow: it delivers"));
            return -25;
        }

        return 0;
    }

    private int Reach(in SmtpPicture picture, SmtpSenderOptions options)
    {
        MailQuality lately = picture.Lately;
        if (lately.Flows < LeastFlows)
        {
            return 0;
        }

        double share = new MailQuality(lately.Flows, 0, lately.Unanswered, 0, 0).PoorAtLeast;
        int points = share >= 2 * options.Unanswered ? 30 : share >= options.Unanswered ? 20 : 0;
        if (points != 0)
        {
            _parts?.Add(Words.Of("unanswered", share, points, $"{Words.Percent(lately.Unanswered / (double)lately.Flows)} of its connection attempts found no server"));
        }

        return points;
    }
}
