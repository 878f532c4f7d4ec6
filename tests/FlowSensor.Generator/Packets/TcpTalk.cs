namespace FlowSensor.Generator.Packets;

/// <summary>A TCP session under way, which follows a script step by step.</summary>
internal struct TcpTalk
{
    /// <summary>The ends as the client's packets have them.</summary>
    public Ends Ends;

    /// <summary>What is said.</summary>
    public TalkStep[] Script;

    /// <summary>The next step.</summary>
    public int Step;

    /// <summary>Sequence number of the client's next octet.</summary>
    public uint ClientNext;

    /// <summary>Sequence number of the server's next octet.</summary>
    public uint ServerNext;

    /// <summary>Whether all was said.</summary>
    public readonly bool IsOver => Script is null || Step == Script.Length;

    /// <summary>Builds the next packet.</summary>
    public ReadOnlySpan<byte> Next(FrameBuilder frames)
    {
        TalkStep step = Script[Step++];
        uint took = (uint)step.Payload.Length + ((step.Flags & 0x03) != 0 ? 1u : 0);
        if (step.FromClient)
        {
            uint sequence = ClientNext;
            ClientNext += took;
            return frames.Tcp(Ends, sequence, (step.Flags & 0x10) != 0 ? ServerNext : 0, step.Flags, step.Payload);
        }
        else
        {
            uint sequence = ServerNext;
            ServerNext += took;
            return frames.Tcp(Ends.Back, sequence, ClientNext, step.Flags, step.Payload);
        }
    }
}
