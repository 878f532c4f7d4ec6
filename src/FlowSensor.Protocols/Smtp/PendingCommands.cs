namespace FlowSensor.Protocols.Smtp;

/// <summary>Commands sent and not answered yet, oldest first: replies come in the order of the commands (RFC 2920 3.1).</summary>
internal sealed class PendingCommands
{
    /// <summary>More than any client sends in one go; beyond it commands are not queued and their replies go unmatched.</summary>
    public const int Limit = 512;

    private (SmtpCommand Command, ulong Hash)[] _ring = new (SmtpCommand, ulong)[16];
    private int _first;

    public int Count { get; private set; }

    public SmtpCommand First => Count == 0 ? SmtpCommand.None : _ring[_first].Command;

    public void Clear()
    {
        _first = 0;
        Count = 0;
    }

    public bool TryEnqueue(SmtpCommand command, ulong hash)
    {
        if (Count == _ring.Length)
        {
            if (Count >= Limit)
            {
                return false;
            }

            (SmtpCommand, ulong)[] larger = new (SmtpCommand, ulong)[Count * 2];
            for (int index = 0; index < Count; index++)
            {
                larger[index] = _ring[(_first + index) & (_ring.Length - 1)];
            }

            _ring = larger;
            _first = 0;
        }

        _ring[(_first + Count++) & (_ring.Length - 1)] = (command, hash);
        return true;
    }

    /// <summary>Puts a command before all others; there is room, as the one it follows from was just taken out.</summary>
    public void EnqueueFirst(SmtpCommand command)
    {
        _first = (_first - 1) & (_ring.Length - 1);
        _ring[_first] = (command, 0);
        Count++;
    }

    public (SmtpCommand Command, ulong Hash) Dequeue()
    {
        (SmtpCommand, ulong) first = _ring[_first];
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
        return first;
    }
}
