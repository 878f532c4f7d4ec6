namespace FlowSensor.Scenarios.Talks;

/// <summary>What is said in a TCP session, and what it adds up to.</summary>
internal sealed class TalkScript
{
    private const int Headers = 40;

    /// <summary>Makes a script of its steps.</summary>
    public TalkScript(IReadOnlyList<ScriptStep> steps)
    {
        Steps = [.. steps];
        bool? speaker = null;
        foreach (ScriptStep step in Steps)
        {
            int acknowledgments = step.Repeat / 2;
            Add(step.FromClient, step.Repeat, step.Repeat * (Headers + step.Payload.Length), step.Flags);
            Add(!step.FromClient, acknowledgments, acknowledgments * Headers, acknowledgments > 0 ? TcpFlag.Ack : (byte)0);
            Gaps += step.Gap;
            Turns += speaker is bool last && last != step.FromClient ? 1 : 0;
            Turns += step.Repeat / SessionTalk.PacketsPerTurn;
            speaker = step.FromClient;
        }
    }

    /// <summary>The steps.</summary>
    public ScriptStep[] Steps { get; }

    /// <summary>Milliseconds waited in all, besides the way.</summary>
    public int Gaps { get; private set; }

    /// <summary>How often the other side's packet has to arrive first: each costs half a round trip.</summary>
    public int Turns { get; private set; }

    /// <summary>What the client sends.</summary>
    public FlowSum Client { get; } = new();

    /// <summary>What the server sends.</summary>
    public FlowSum Server { get; } = new();

    private void Add(bool fromClient, int packets, int octets, byte flags)
    {
        FlowSum sum = fromClient ? Client : Server;
        sum.Packets += (uint)packets;
        sum.Octets += (uint)octets;
        sum.Flags |= flags;
    }
}
