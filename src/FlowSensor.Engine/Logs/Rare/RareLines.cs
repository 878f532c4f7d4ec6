using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Silences;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>
/// Learns from every line: its message type, what stood near it on its host, and how long its program was silent before. What only a
/// person can judge comes out as findings. One thread.
/// </summary>
public sealed class RareLines : ILogLineSink
{
    private readonly LogMiningOptions _options;
    private readonly HostTails _tails;
    private readonly long _nearMs;
    private readonly TypeFindings _findings;

    /// <summary>Begins without knowledge.</summary>
    public RareLines(LogMiningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Types = new MessageTypes(options.Types, new WordsOfTrouble(options.Words));
        Silences = new ProgramSilences(options.Silences);
        _tails = new HostTails(options.Types);
        _nearMs = (long)options.Types.NearTime.TotalMilliseconds;
        _findings = new TypeFindings(options);
    }

    /// <summary>The message types.</summary>
    public MessageTypes Types { get; }

    /// <summary>How long programs are silent.</summary>
    public ProgramSilences Silences { get; }

    /// <summary>Earliest time of a line, Unix milliseconds; <see cref="long.MaxValue"/> without any.</summary>
    public long FirstMs { get; private set; } = long.MaxValue;

    /// <summary>Latest time of a line, Unix milliseconds; <see cref="LogHeader.UnknownTime"/> without any.</summary>
    public long LastMs { get; private set; } = LogHeader.UnknownTime;

    /// <summary>Hosts that made room for others.</summary>
    public long HostsEvicted => _tails.Evicted;

    /// <summary>Told of each finding as it arises; nobody unless set.</summary>
    public Action<LogFinding>? Found { get; set; }

    /// <inheritdoc/>
    public void OnLine(in LogHeader header, ReadOnlySpan<byte> line)
    {
        if (header.Message.IsEmpty)
        {
            return;
        }

        MessageType type = Types.Add(header.Program, header.Message, header.TimeMs, out bool isNew);
        HostTail tail = _tails.Of(header.Host, out ulong host);
        if (isNew)
        {
            type.Host = tail.Host;
            tail.Begin(type, header.TimeMs, _nearMs);
        }

        if (header.HasTime)
        {
            FirstMs = Math.Min(FirstMs, header.TimeMs);
            LastMs = Math.Max(LastMs, header.TimeMs);
            Silence? ended = Silences.Add(host, tail, type, header.TimeMs, header.Message);
            if (Found is not null && ended is not null)
            {
                Found(Gap(ended) with { UntilMs = ended.ToMs });
            }

            if (Found is not null && _findings.Take(type, isNew, tail.Host, header, FirstMs) is LogFinding finding)
            {
                Found(finding);
            }
        }

        tail.Add(header.TimeMs, type, isNew, header.Message, _nearMs);
    }

    /// <summary>Looks for programs that have been silent for too long and tells of each once.</summary>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    public void Advance(long nowMs)
    {
        if (Found is null)
        {
            return;
        }

        foreach (Silence silence in Silences.Begun(nowMs, Types.Lines))
        {
            Found(Gap(silence));
        }
    }

    /// <summary>Goes on with what was kept.</summary>
    public void Restore(IReadOnlyList<StoredMessageType> types, IReadOnlyList<StoredIntervals> intervals)
    {
        Types.Restore(types);
        Silences.Restore(intervals);
        FirstMs = types.Min(static type => type.FirstMs) ?? long.MaxValue;
        LastMs = types.Max(static type => type.LastMs) ?? LogHeader.UnknownTime;
    }

    private static LogFinding Gap(Silence silence) =>
        new(LogFindingKind.Gap, silence.FromMs, silence.Host, silence.Program, "", silence.Before, silence.Trouble?.Trouble ?? [], 1);
}
