using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Follows SMTP senders over their last day and judges those that sent in the window.</summary>
internal sealed class SmtpSenderRule(RuleState rule, int maximum)
{
    private const long HourMs = 3_600_000;

    private readonly SmtpSenderOptions _options = (SmtpSenderOptions)rule.Options;
    private readonly List<uint> _active = [];
    private readonly Dictionary<uint, (ushort Exporter, ushort NextHop)> _origins = [];
    private long _hour;

    /// <summary>The senders of the last day.</summary>
    public MailSourceTable Sources { get; } = new(maximum);

    /// <summary>Begins a window: moves on to its observed hour.</summary>
    public void Begin(ObservedTime time)
    {
        _active.Clear();
        _origins.Clear();
        long hour = time.Observed / HourMs;
        if (hour != _hour)
        {
            _hour = hour;
            Sources.EndHour(hour);
        }
    }

    /// <summary>Takes what a sender did in the window.</summary>
    public void OnSource(DetectionWindow window, IpAddress source, in SourceSums sums, in DestinationSketch servers)
    {
        if (!TryActivate(source, out uint row))
        {
            return;
        }

        ref MailSourceState state = ref Sources[row];
        uint flows = (uint)Math.Min(sums.Flows, int.MaxValue);
        state.AddFlows(flows);
        state.WindowFlows += flows;
        state.WindowPackets += sums.Packets;
        state.WindowOctets += sums.Octets;
        state.Newer.Flows += flows;
        state.Newer.SynFlows += (uint)Math.Min(sums.SynFlows, int.MaxValue);
        state.Newer.Packets += sums.Packets;
        state.Newer.Octets += sums.Octets;
        state.Newer.SynPackets += sums.SynPackets;
        state.Newer.SynOctets += sums.SynOctets;
        state.Newer.Servers.Merge(in servers);
        _origins.TryAdd(row, (sums.Exporter, sums.NextHop));
        if (window.Servers.TryFind(source, out ServerProfile? profile))
        {
            profile.HourMailFlows += flows;
        }
    }

    /// <summary>Takes what servers sent back to a sender.</summary>
    public void OnAnswer(IpAddress sender, ulong packets, ulong octets)
    {
        if (Sources.TryFind(sender, out uint row))
        {
            Sources[row].Newer.InPackets += packets;
            Sources[row].Newer.InOctets += octets;
        }
    }

    /// <summary>Takes what packets told of a sender.</summary>
    public void OnWire(IpAddress sender, in WireHost host)
    {
        if (host.Recipients + host.MessagesAccepted + host.MessagesRefused == 0 || !TryActivate(sender, out uint row))
        {
            return;
        }

        ref MailHalfDay day = ref Sources[row].Newer;
        day.Recipients += (uint)host.Recipients;
        day.Refused += (uint)(host.RecipientsRefused + host.MessagesRefused);
        day.RelayDenied += (uint)host.RelayDenied;
        day.Blocked += (uint)host.Blocked;
        day.Greylisted += (uint)host.Greylisted;
        day.Accepted += (uint)host.MessagesAccepted;
        day.MxQueries += (uint)host.MxQueries;
    }

    /// <summary>Judges the senders of the window.</summary>
    public void End(DetectionWindow window)
    {
        double partOfHour = (window.Time.Observed % HourMs) / (double)HourMs;
        foreach (uint row in _active)
        {
            if (_options.Enabled)
            {
                Judge(window, row, partOfHour);
            }

            ref MailSourceState state = ref Sources[row];
            state.WindowFlows = 0;
            state.WindowPackets = 0;
            state.WindowOctets = 0;
            state.IsActive = false;
        }
    }

    private bool TryActivate(IpAddress source, out uint row)
    {
        if (!Sources.TryFindOrAdd(source, _hour, out row))
        {
            return false;
        }

        ref MailSourceState state = ref Sources[row];
        state.Advance(_hour);
        if (!state.IsActive)
        {
            state.IsActive = true;
            _active.Add(row);
        }

        return true;
    }

    private void Judge(DetectionWindow window, uint row, double partOfHour)
    {
        ref MailSourceState state = ref Sources[row];
        MailHalfDay day = state.Newer;
        day.Add(in state.Older);
        ServerProfile? profile = window.Servers.TryFind(state.Source, out ServerProfile? known) && known.IsMail ? known : null;
        double usual = 0;
        double limit = 0;
        bool hasUsual = profile?.MailFlows.TryLevel(window.Hour, _options.ServerFactor, out usual, out limit) ?? false;
        SmtpPicture picture = new()
        {
            HourFlows = state.LastHour(partOfHour),
            Servers = day.Servers.Estimate(),
            ActiveHours = state.ActiveHours,
            IsServer = profile is not null,
            Usual = hasUsual ? usual : null,
            Limit = limit,
            Day = day,
        };
        int points = SmtpScore.Of(in picture, _options, parts: null);
        double ratio = points / (double)_options.OpenScore;
        if (!window.Tracker.Wants(rule, state.Source, ratio, window.Start, out Track track))
        {
            return;
        }

        List<Contribution> parts = [];
        SmtpScore.Of(in picture, _options, parts);
        (ushort exporter, ushort nextHop) = _origins.GetValueOrDefault(row, (SourceRow.NoExporter, (ushort)0));
        bool isEstablished = day.Flows > day.SynFlows || day.Recipients > 0;
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = Math.Clamp(points, 1, 100),
            Handshake = isEstablished ? HandshakeEvidence.Established : HandshakeEvidence.SynOnly,
            IsForged = !isEstablished,
            Flows = state.WindowFlows,
            Packets = state.WindowPackets,
            Octets = state.WindowOctets,
            Peers = picture.Servers,
            NextHop = window.NextHop(nextHop),
            ExporterIndex = DetectionWindow.Exporter(exporter),
            Contributions = [.. parts.OrderByDescending(static part => part.Points)],
        });
    }
}
