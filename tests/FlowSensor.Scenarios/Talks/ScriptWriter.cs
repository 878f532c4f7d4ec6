using System.Text;

namespace FlowSensor.Scenarios.Talks;

/// <summary>Puts a script together step by step.</summary>
internal sealed class ScriptWriter
{
    /// <summary>Where the talk's number goes in a line.</summary>
    public const string Number = "########";

    private const int Segment = 1448;

    private readonly List<ScriptStep> _steps = [];

    /// <summary>The script.</summary>
    public TalkScript Script => new(_steps);

    /// <summary>The handshake.</summary>
    public ScriptWriter Open()
    {
        _steps.Add(new ScriptStep(true, TcpFlag.Syn, []));
        _steps.Add(new ScriptStep(false, TcpFlag.SynAck, []));
        _steps.Add(new ScriptStep(true, TcpFlag.Ack, []));
        return this;
    }

    /// <summary>The end, begun by the client.</summary>
    public ScriptWriter Close(int gap = 0)
    {
        _steps.Add(new ScriptStep(true, TcpFlag.Fin, [], gap));
        _steps.Add(new ScriptStep(false, TcpFlag.Fin, []));
        _steps.Add(new ScriptStep(true, TcpFlag.Ack, []));
        return this;
    }

    /// <summary>The client breaks off.</summary>
    public ScriptWriter Abort(int gap = 0)
    {
        _steps.Add(new ScriptStep(true, TcpFlag.Reset, [], gap));
        return this;
    }

    /// <summary>A packet without data.</summary>
    public ScriptWriter Bare(bool fromClient, byte flags, int gap = 0)
    {
        _steps.Add(new ScriptStep(fromClient, flags, [], gap));
        return this;
    }

    /// <summary>Lines of the client, CR LF included.</summary>
    public ScriptWriter Client(string text, int gap = 0) => Say(true, text, gap);

    /// <summary>Lines of the server.</summary>
    public ScriptWriter Server(string text, int gap = 0) => Say(false, text, gap);

    /// <summary>Octets without meaning to an observer, in full segments that are acknowledged.</summary>
    public ScriptWriter Bulk(bool fromClient, int octets, byte[] filler, int gap = 0)
    {
        int full = octets / Segment;
        if (full > 0)
        {
            _steps.Add(new ScriptStep(fromClient, TcpFlag.Ack, filler[..Segment], gap, full));
            gap = 0;
        }

        if (octets % Segment > 0)
        {
            _steps.Add(new ScriptStep(fromClient, TcpFlag.Push, filler[..(octets % Segment)], gap));
            _steps.Add(new ScriptStep(!fromClient, TcpFlag.Ack, []));
        }

        return this;
    }

    /// <summary>A TLS 1.3 handshake by its sizes, then what is said in it by its sizes; records as RFC 8446 5.1 has them.</summary>
    public ScriptWriter Encrypted(params ReadOnlySpan<int> lengths)
    {
        Record(true, 22, 517);
        Record(false, 22, 122);
        Record(false, 23, 2_600);
        Record(true, 23, 80);
        foreach (int length in lengths)
        {
            Record(length > 0, 23, Math.Abs(length));
        }

        return this;
    }

    private void Record(bool fromClient, byte type, int length)
    {
        byte[] head = new byte[Math.Min(length, Segment)];
        Fillers.Opaque.AsSpan(0, head.Length).CopyTo(head);
        head[0] = type;
        head[1] = 3;
        head[2] = 3;
        int inRecord = Math.Min(length, 16_384 + 5) - 5;
        head[3] = (byte)(inRecord >> 8);
        head[4] = (byte)inRecord;
        _steps.Add(new ScriptStep(fromClient, TcpFlag.Push, head));
        if (length > head.Length)
        {
            Bulk(fromClient, length - head.Length, Fillers.Opaque);
        }
    }

    private ScriptWriter Say(bool fromClient, string text, int gap)
    {
        int at = text.IndexOf(Number, StringComparison.Ordinal);
        _steps.Add(new ScriptStep(fromClient, TcpFlag.Push, Encoding.ASCII.GetBytes(text), gap, 1, at));
        return this;
    }
}
