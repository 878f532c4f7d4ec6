using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Findings;

/// <summary>Decides which lines are findings: those of new types, and those of overload and load shedding, each now and then.</summary>
/// <param name="options">What is looked for.</param>
public sealed class TypeFindings(LogMiningOptions options)
{
    private const int TextLength = 512;

    private readonly WordsOfTrouble _overload = new(options.Overload);
    private readonly WordsOfTrouble _shedding = new(options.Shedding);
    private readonly long _learningMs = (long)options.Learning.TotalMilliseconds;
    private readonly long _intervalMs = (long)options.FindingInterval.TotalMilliseconds;

    /// <summary>Words of overload unless others are configured; the first is sendmail's, <c>process limit</c> Postfix's.</summary>
    public static IReadOnlyList<string> OverloadWords { get; } =
        ["load average", "overload", "process limit", "too many", "out of memory", "no space", "exhausted", "insufficient", "quota exceeded"];

    /// <summary>Words of load shedding unless others are configured; the first two are sendmail's.</summary>
    public static IReadOnlyList<string> SheddingWords { get; } =
        ["rejecting connections", "aborting queue run", "refusing connections", "deferring connections", "throttl", "all server ports busy", "shedding"];

    /// <summary>Takes a line of a type.</summary>
    /// <returns>What it is, or null.</returns>
    internal LogFinding? Take(MessageType type, bool isNew, string host, in LogHeader header, long firstMs)
    {
        TypeNotice notice = type.Notice ??= new TypeNotice(
            _shedding.In(type.Template).Count > 0 ? LogFindingKind.LoadShedding : _overload.In(type.Template).Count > 0 ? LogFindingKind.Overload : null);
        notice.Lines++;
        bool isNotable = notice.Kind is not null
            ? notice.LastMs == long.MinValue || header.TimeMs - notice.LastMs >= _intervalMs
            : isNew && (type.Trouble.Count > 0 || header.TimeMs - firstMs > _learningMs);
        if (!isNotable)
        {
            return null;
        }

        LogFinding finding = new(
            notice.Kind ?? LogFindingKind.NewType, header.TimeMs, host, type.Program, type.Template, LineText.Show(header.Message, TextLength), type.Trouble, notice.Lines);
        notice.LastMs = header.TimeMs;
        notice.Lines = 0;
        return finding;
    }
}
