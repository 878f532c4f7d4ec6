using System.Numerics;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>One learned message type: the words that its lines share, how often and when they came.</summary>
public sealed class MessageType
{
    private readonly TypeTemplate _template;

    internal MessageType(long id, string program, ulong programHash, TypeTemplate template, ReadOnlySpan<ulong> words, ulong troubleWords)
    {
        Id = id;
        ProgramHash = programHash;
        TroubleWords = troubleWords;
        Program = program;
        _template = template;
        Words = words.ToArray();
        FirstWords = words.Length;
        Sketch = SketchOf(words);
    }

    internal MessageType(StoredMessageType kept)
    {
        IsStored = true;
        Id = kept.Id;
        Program = kept.Program;
        ProgramHash = kept.ProgramHash;
        _template = new TypeTemplate(kept.Parts);
        Words = [.. kept.Words.Take(WordAlignment.MaxWords)];
        FirstWords = kept.FirstWords;
        TroubleWords = kept.TroubleWords;
        Sketch = SketchOf(Words);
        Trouble = kept.Trouble;
        Sample = kept.Sample;
        Host = kept.Host;
        Count = kept.Count;
        FirstMs = kept.FirstMs ?? long.MaxValue;
        LastMs = kept.LastMs ?? LogHeader.UnknownTime;
        Timeline.Restore(kept.TimelineStartMs, kept.TimelineSpanMs, kept.Timeline);
        NearLines.AddRange(kept.Near);
    }

    /// <summary>Hash of program and words of the first line.</summary>
    public long Id { get; }

    /// <summary>The program that logs it.</summary>
    public string Program { get; }

    /// <summary>Its words, with <c>&lt;*&gt;</c> for what differs.</summary>
    public string Template => _template.Text;

    /// <summary>Words of trouble in the template.</summary>
    public IReadOnlyList<string> Trouble { get; internal set; } = [];

    /// <summary>The first line of it, to be shown: no control characters, no invalid UTF-8.</summary>
    public string Sample { get; internal set; } = "";

    /// <summary>Host of the first line.</summary>
    public string Host { get; internal set; } = "";

    /// <summary>Lines of it.</summary>
    public long Count { get; internal set; }

    /// <summary>Earliest time of a line, Unix milliseconds; <see cref="long.MaxValue"/> when no line had one.</summary>
    public long FirstMs { get; internal set; } = long.MaxValue;

    /// <summary>Latest time of a line, Unix milliseconds; <see cref="long.MinValue"/> when no line had one.</summary>
    public long LastMs { get; internal set; } = long.MinValue;

    /// <summary>Counts over time.</summary>
    public TypeTimeline Timeline { get; } = new();

    /// <summary>Lines of the same host before and after the first one.</summary>
    public IReadOnlyList<NearLine> Near => NearLines;

    internal ulong ProgramHash { get; }

    /// <summary>What has been told of it; null until it is first looked at.</summary>
    internal TypeNotice? Notice { get; set; }

    internal List<NearLine> NearLines { get; } = [];

    /// <summary>Hashes of the words that every line of it has, in order.</summary>
    internal ulong[] Words { get; private set; }

    /// <summary>Words of its first line: what similarity is measured by, so that a type cannot lose its words little by little.</summary>
    internal int FirstWords { get; }

    /// <summary>Bits of the words that are words of trouble.</summary>
    internal ulong TroubleWords { get; private set; }

    /// <summary>One bit for each word, to tell quickly what cannot be alike.</summary>
    internal ulong Sketch { get; private set; }

    /// <summary>Number of the last line of it among all lines.</summary>
    internal long LastLine { get; set; }

    /// <summary>False once it has made room for another.</summary>
    internal bool IsKept { get; set; } = true;

    /// <summary>True once it was handed over to be stored, so that its going must be, too.</summary>
    internal bool IsStored { get; private set; }

    /// <summary>Its place in the tree.</summary>
    internal TypeSiblings? Siblings { get; set; }

    internal static ulong SketchOf(ReadOnlySpan<ulong> words)
    {
        ulong sketch = 0;
        foreach (ulong word in words)
        {
            sketch |= 1UL << (int)(word >> 58);
        }

        return sketch;
    }

    /// <summary>Most words that can be common with others, given their sketch.</summary>
    internal int MostCommon(int count, ulong sketch) =>
        Math.Min(count - BitOperations.PopCount(sketch & ~Sketch), Words.Length - BitOperations.PopCount(Sketch & ~sketch));

    /// <summary>Keeps only the words that a line of the type shares.</summary>
    internal void Narrow(ReadOnlySpan<ulong> common)
    {
        if (common.Length < Words.Length)
        {
            TroubleWords = Bits(common);
            Words = common.ToArray();
            Sketch = SketchOf(common);
        }

        _template.Narrow(common);
    }

    /// <summary>All that is needed to go on with it, to be stored.</summary>
    internal StoredMessageType Keep()
    {
        IsStored = true;
        return new StoredMessageType
        {
            Id = Id,
            Program = Program,
            ProgramHash = ProgramHash,
            Parts = _template.Parts,
            Words = Words,
            FirstWords = FirstWords,
            TroubleWords = TroubleWords,
            IsRest = ReferenceEquals(Siblings?.Rest, this),
            Trouble = Trouble,
            Sample = Sample,
            Host = Host,
            Count = Count,
            FirstMs = FirstMs == long.MaxValue ? null : FirstMs,
            LastMs = LastMs == LogHeader.UnknownTime ? null : LastMs,
            TimelineStartMs = Timeline.StartMs,
            TimelineSpanMs = Timeline.SpanMs,
            Timeline = Timeline.Counts.ToArray(),
            Near = [.. NearLines],
        };
    }

    private ulong Bits(ReadOnlySpan<ulong> common)
    {
        ulong bits = 0;
        int next = 0;
        for (int i = 0; i < Words.Length && next < common.Length; i++)
        {
            if (Words[i] == common[next])
            {
                bits |= ((TroubleWords >> i) & 1) << next;
                next++;
            }
        }

        return bits;
    }

    internal void CountLine(long timeMs, long line)
    {
        Count++;
        LastLine = line;
        if (timeMs == LogHeader.UnknownTime)
        {
            return;
        }

        if (FirstMs == long.MaxValue)
        {
            Timeline.Begin(timeMs);
        }

        FirstMs = Math.Min(FirstMs, timeMs);
        LastMs = Math.Max(LastMs, timeMs);
        Timeline.Add(timeMs);
    }
}
