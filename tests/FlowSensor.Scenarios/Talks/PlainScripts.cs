namespace FlowSensor.Scenarios.Talks;

/// <summary>TCP sessions of the web and of those who only knock.</summary>
internal static class PlainScripts
{
    private static readonly int[] AnswerSizes = [900, 2_500, 6_000, 14_000, 30_000, 70_000];

    private static readonly TalkScript[] WebSessions =
        [.. AnswerSizes.SelectMany(static octets => Enumerable.Range(0, 2).Select(linger => new ScriptWriter().Open().Encrypted(420, -octets).Close(1 + (linger * 12_000)).Script))];

    /// <summary>A SYN that nobody answers and nobody repeats.</summary>
    public static TalkScript SynAlone { get; } = new ScriptWriter().Bare(true, TcpFlag.Syn).Script;

    /// <summary>A SYN that nobody answers, sent three times as operating systems do.</summary>
    public static TalkScript SynRepeated { get; } =
        new ScriptWriter().Bare(true, TcpFlag.Syn).Bare(true, TcpFlag.Syn, 1_000).Bare(true, TcpFlag.Syn, 2_000).Script;

    /// <summary>A SYN whose answer is never acknowledged.</summary>
    public static TalkScript HalfOpen { get; } =
        new ScriptWriter().Bare(true, TcpFlag.Syn).Bare(false, TcpFlag.SynAck).Bare(false, TcpFlag.SynAck, 1_000).Script;

    /// <summary>A closed port.</summary>
    public static TalkScript Closed { get; } = new ScriptWriter().Bare(true, TcpFlag.Syn).Bare(false, TcpFlag.Reset).Script;

    /// <summary>An open port, left at once by a reset as scanners leave.</summary>
    public static TalkScript Knock { get; } =
        new ScriptWriter().Bare(true, TcpFlag.Syn).Bare(false, TcpFlag.SynAck).Bare(true, TcpFlag.Reset).Script;

    /// <summary>An open port, left in order as monitoring leaves.</summary>
    public static TalkScript Check { get; } = new ScriptWriter().Open().Close().Script;

    /// <summary>A page or part of one over TLS.</summary>
    public static TalkScript Web(double octets, int variant)
    {
        int size = Array.FindIndex(AnswerSizes, limit => octets <= limit);
        return WebSessions[((size < 0 ? AnswerSizes.Length - 1 : size) * 2) + (variant & 1)];
    }

    /// <summary>A transfer of any size, to the client or from it.</summary>
    public static TalkScript Transfer(bool fromClient, int octets) =>
        new ScriptWriter().Open().Encrypted(300, -300).Bulk(fromClient, octets, Fillers.Opaque).Close().Script;
}
