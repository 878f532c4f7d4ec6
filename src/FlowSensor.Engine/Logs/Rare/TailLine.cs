namespace FlowSensor.Engine.Logs.Rare;

/// <summary>A line kept for a while, in memory that is used again.</summary>
internal sealed class TailLine
{
    /// <summary>Octets kept of a message.</summary>
    internal const int MaxOctets = 240;

    private readonly byte[] _text = new byte[MaxOctets + 1];
    private int _length;

    internal long TimeMs { get; private set; }

    internal string Program { get; private set; } = "";

    /// <summary>The message, to be shown.</summary>
    internal string Text => LineText.Show(_text.AsSpan(0, _length), MaxOctets);

    internal void Keep(long timeMs, string program, ReadOnlySpan<byte> message)
    {
        TimeMs = timeMs;
        Program = program;

        // One octet more tells that it was cut.
        _length = Math.Min(message.Length, _text.Length);
        message[.._length].CopyTo(_text);
    }
}
