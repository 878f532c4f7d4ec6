namespace FlowSensor.Protocols.Smtp;

/// <summary>Finds the line of a single dot that ends a message (RFC 5321 4.1.1.4), across segment borders, without keeping content.</summary>
internal struct MessageEndScanner
{
    private State _state;

    private enum State : byte
    {
        LineStart,
        InLine,
        Dot,
        DotCr,
    }

    /// <summary>At the start of a message, which is the start of a line.</summary>
    public void Begin() => _state = State.LineStart;

    /// <summary>After lost octets: somewhere in a line.</summary>
    public void Lose() => _state = State.InLine;

    /// <summary>Takes octets of the message from the front of <paramref name="data"/>; true when its end was found there.</summary>
    public bool TryFindEnd(ref ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            switch (_state)
            {
                case State.InLine:
                    int end = data.IndexOf((byte)'\n');
                    if (end < 0)
                    {
                        data = default;
                        return false;
                    }

                    data = data[(end + 1)..];
                    _state = State.LineStart;
                    break;

                case State.LineStart when data[0] != '.':
                    // Most lines start with something else: look for the next one that does not, in one go.
                    int dot = data.IndexOf("\n."u8);
                    if (dot < 0)
                    {
                        _state = data[^1] == '\n' ? State.LineStart : State.InLine;
                        data = default;
                        return false;
                    }

                    data = data[(dot + 2)..];
                    _state = State.Dot;
                    break;

                default:
                    byte octet = data[0];
                    data = data[1..];
                    if (_state == State.DotCr && octet == '\n')
                    {
                        return true;
                    }

                    _state = _state switch
                    {
                        State.LineStart => State.Dot,
                        State.Dot when octet == '\r' => State.DotCr,
                        _ => octet == '\n' ? State.LineStart : State.InLine,
                    };
                    break;
            }
        }

        return false;
    }
}
