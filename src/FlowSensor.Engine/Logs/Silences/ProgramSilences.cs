using System.Text;
using FlowSensor.Engine.Logs.Rare;

namespace FlowSensor.Engine.Logs.Silences;

/// <summary>How long programs are silent, and which silences are longer than a program's use at that hour. One thread.</summary>
public sealed class ProgramSilences
{
    private const double WeightAfterRare = 10;
    private const long RareAnyway = 10;

    private readonly SilenceOptions _options;
    private readonly Dictionary<ulong, ProgramSilence> _programs = [];
    private readonly List<(string Host, string Program)> _gone = [];
    private readonly long _leastMs;
    private readonly long _afterMs;

    /// <summary>Begins without knowledge.</summary>
    public ProgramSilences(SilenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _leastMs = (long)options.Least.TotalMilliseconds;
        _afterMs = (long)options.After.TotalMilliseconds;
    }

    /// <summary>Times that a clock was set back.</summary>
    public long SetBack { get; private set; }

    /// <summary>Programs that made room for others.</summary>
    public long Evicted { get; private set; }

    /// <summary>What is known of each program on each host.</summary>
    internal IReadOnlyDictionary<ulong, ProgramSilence> Programs => _programs;

    /// <summary>The silences that were too long, those that matter most first.</summary>
    /// <param name="lines">Lines of all types.</param>
    public IReadOnlyList<Silence> TooLong(long lines) =>
        [.. _programs.Values.SelectMany(program => program.Longest.Select(silence => Judge(program, silence, lines, isCounted: true)))
            .OfType<Silence>().OrderByDescending(static silence => silence.Weight).ThenBy(static silence => silence.FromMs)];

    /// <returns>A silence that was told of while it lasted and has ended now; null when there is none.</returns>
    internal Silence? Add(ulong host, HostTail tail, MessageType type, long timeMs, ReadOnlySpan<byte> message)
    {
        ulong key = WordHash.Combine(host, type.ProgramHash);
        if (!_programs.TryGetValue(key, out ProgramSilence? program))
        {
            program = Begin(key, tail.Host, type.Program);
        }

        MessageType? trouble = type.Trouble.Count > 0 ? type
            : tail.LastTrouble is not null && timeMs - tail.LastTroubleMs is >= 0 and long before && before <= _afterMs ? tail.LastTrouble
            : null;
        MessageType? since = tail.LastTrouble is not null && tail.LastTroubleMs - program.LastMs is >= 0 and long after && after <= _afterMs ? tail.LastTrouble : null;
        SetBack += program.Add(timeMs, trouble, since, message, _leastMs) ? 1 : 0;
        return program.TakeEnded();
    }

    /// <summary>Programs heard from since the last time this was asked, to be kept.</summary>
    public IReadOnlyList<StoredIntervals> TakeChanges()
    {
        List<StoredIntervals> changed = [];
        foreach (ProgramSilence program in _programs.Values.Where(static program => program.IsChanged))
        {
            changed.Add(StoredIntervals.Of(program));
            program.IsChanged = false;
            program.IsStored = true;
        }

        return changed;
    }

    /// <summary>Programs that were kept and made room for others since the last time this was asked.</summary>
    public IReadOnlyList<(string Host, string Program)> TakeGone()
    {
        (string Host, string Program)[] gone = [.. _gone];
        _gone.Clear();
        return gone;
    }

    /// <summary>Goes on with what was kept.</summary>
    public void Restore(IEnumerable<StoredIntervals> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        foreach (StoredIntervals program in kept.OrderByDescending(static program => program.LastMs).Take(_options.MaxPrograms))
        {
            ulong key = WordHash.Combine(WordHash.Of(Encoding.UTF8.GetBytes(program.Host)), WordHash.Of(Encoding.UTF8.GetBytes(program.Program)));
            ProgramSilence restored = Begin(key, program.Host, program.Program);
            restored.IsStored = true;
            program.Restore(restored);
        }
    }

    /// <summary>Silences that have become too long and last, each once.</summary>
    internal IEnumerable<Silence> Begun(long nowMs, long lines)
    {
        foreach (ProgramSilence program in _programs.Values)
        {
            if (program.Open(nowMs) is Silence open && open.DurationMs >= _leastMs && Judge(program, open, lines, isCounted: false) is Silence judged)
            {
                program.Tell();
                yield return judged;
            }
        }
    }

    /// <summary>A program's knowledge, made where it is missing.</summary>
    internal ProgramSilence Begin(ulong key, string host, string name)
    {
        if (_programs.Count >= _options.MaxPrograms)
        {
            (ulong oldest, ProgramSilence gone) = _programs.MinBy(static program => program.Value.LastMs);
            _programs.Remove(oldest);
            Evicted++;
            if (gone.IsStored)
            {
                _gone.Add((gone.Host, gone.Program));
            }
        }

        return _programs[key] = new ProgramSilence(host, name);
    }

    private Silence? Judge(ProgramSilence program, Silence silence, long lines, bool isCounted)
    {
        long usual = program.Intervals.UsualMs(silence.FromMs, silence.ToMs, _options, isCounted);
        if (usual == 0)
        {
            return null;
        }

        bool isAfterRare = silence.Trouble is MessageType type && type.Count <= Math.Max(RareAnyway, lines * _options.RareOf100000 / 100_000);
        double limit = Math.Max(_leastMs, usual * (isAfterRare ? _options.FactorAfterRare : _options.Factor));
        return silence.DurationMs < limit
            ? null
            : silence with { UsualMs = usual, IsAfterRare = isAfterRare, Weight = silence.DurationMs / limit * (isAfterRare ? WeightAfterRare : 1) };
    }
}
