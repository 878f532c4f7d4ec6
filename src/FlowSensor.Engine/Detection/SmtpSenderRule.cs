using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Follows SMTP senders over their last day and judges those that sent in the window.</summary>
internal sealed class SmtpSenderRule(RuleState rule, int maximum)
{
    private const long HourMs = 3_600_000;

    // Four SYNs with options, over IPv6.
    private const ulong LargestAttempt = 320;

    private readonly SmtpSenderOptions _options = (SmtpSenderOptions)rule.Options;
    private readonly List<uint> _active = [];
    private long _hour;

    /// <summary>The senders of the last day.</summary>
    public MailSourceTable Sources { get; } = new(maximum);

    /// <summary>Begins a window: moves on to its observed hour.</summary>
    public void Begin(ObservedTime time)
    {
        _active.Clear();
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
        if (!TryActivate(source, window.Time.Observed, out uint row))
        {
            return;
        }

        ref MailSourceState state = ref Sources[row];
        state.ThisHour.Add((uint)Math.Min(sums.Flows, int.MaxValue), 0, (uint)Math.Min(sums.SynFlows, int.MaxValue), 0, 0);
        state.Window = sums;
        state.Newer.Add(in sums);
        state.Recent.Add(in sums);
        state.NewerServers.Merge(in servers);
        if (window.Servers.TryFind(source, out ServerProfile? profile))
        {
            profile.HourMailFlows += sums.Flows;
        }
    }

    /// <summary>Takes what a sender had with one server in the window.</summary>
    public void OnPair(IpAddress sender, ulong flows, ulong octets)
    {
        // What found no server is counted apart; pairs with several flows are told by their mean.
        if (octets <= flows * LargestAttempt || octets >= flows * (ulong)_options.SmallestMessage || !Sources.TryFind(sender, out uint row))
        {
            return;
        }

        Sources[row].ThisHour.Add(0, (uint)Math.Min(flows, int.MaxValue), 0, 0, 0);
    }

    /// <summary>Takes what servers sent back to a sender.</summary>
    public void OnAnswer(IpAddress sender, ulong packets, ulong octets)
    {
        if (Sources.TryFind(sender, out uint row))
        {
            MailCounts answers = new() { InPackets = packets, InOctets = octets };
            Sources[row].Newer.Add(in answers, 1);
            Sources[row].Recent.Add(in answers, 1);
        }
    }

    /// <summary>Takes what packets told of a sender.</summary>
    public void OnWire(DetectionWindow window, IpAddress sender, in WireHost host)
    {
        // Messages alone may have been submitted to its own server.
        bool hasRow = host.Recipients > 0 ? TryActivate(sender, window.Time.Observed, out uint row) : Sources.TryFind(sender, out row);
        if (host.Recipients + host.MessagesAccepted + host.MessagesRefused == 0 || !hasRow)
        {
            return;
        }

        uint refused = (uint)(host.RecipientsRefused + host.MessagesRefused + host.RelayDenied + host.Blocked);
        Sources[row].ThisHour.Add(0, 0, 0, (uint)host.Recipients, refused);
        Sources[row].Newer.Add(in host);
        Sources[row].Recent.Add(in host);
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
            state.Window = default;
            state.IsActive = false;
        }
    }

    private bool TryActivate(IpAddress source, long observed, out uint row)
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
            state.Fade(observed);
            _active.Add(row);
        }

        return true;
    }

    private void Judge(DetectionWindow window, uint row, double partOfHour)
    {
        ref MailSourceState state = ref Sources[row];
        ServerProfile? profile = window.Servers.TryFind(state.Source, out ServerProfile? known) && known.IsMail ? known : null;
        DestinationSketch servers = state.NewerServers;
        servers.Merge(in state.OlderServers);
        MailCounts counts = state.Newer;
        counts.Add(in state.Older, 1);
        double usual = 0;
        double limit = 0;
        bool hasUsual = profile?.MailFlows.TryLevel(window.Hour, _options.ServerFactor, out usual, out limit) ?? false;
        SmtpPicture picture = new()
        {
            HourFlows = state.LastHour(partOfHour),
            Servers = servers.Estimate(),
            ActiveHours = state.ActiveHours,
            IsServer = profile is not null,
            Usual = hasUsual ? usual : null,
            Limit = limit,
            Lately = state.Quality((uint)_options.Flows),
            Counts = profile is null ? counts : state.Recent,
        };
        int points = SmtpScore.Of(in picture, _options, parts: null);
        double ratio = points / (double)_options.OpenScore;
        if (!window.Tracker.Wants(rule, state.Source, ratio, window.Start, out Track track))
        {
            return;
        }

        int severity = Math.Clamp(points, 1, 100);
        List<Contribution> parts = [];
        if (track.Tells(ratio, severity, window.IsOpen))
        {
            SmtpScore.Of(in picture, _options, parts);
        }

        bool isEstablished = counts.Flows > counts.SynFlows || counts.Recipients > 0;
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Handshake = isEstablished ? HandshakeEvidence.Established : HandshakeEvidence.SynOnly,
            IsForged = !isEstablished,
            Flows = state.Window.Flows,
            Packets = state.Window.Packets,
            Octets = state.Window.Octets,
            Peers = picture.Servers,
            NextHop = window.NextHop(state.Window.NextHop),
            ExporterIndex = state.Window.Flows == 0 ? -1 : DetectionWindow.Exporter(state.Window.Exporter),
            Contributions = [.. parts.OrderByDescending(static part => part.Points)],
        });
    }
}
