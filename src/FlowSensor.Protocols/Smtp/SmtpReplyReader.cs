namespace FlowSensor.Protocols.Smtp;

/// <summary>Puts the lines of a reply together (RFC 5321 4.2.1): code, then "-" on all lines but the last.</summary>
internal struct SmtpReplyReader
{
    private int _code;
    private int _lines;
    private EnhancedStatusCode _enhanced;
    private SmtpRejectClass _class;

    /// <summary>Forgets the reply begun.</summary>
    public void Reset() => this = default;

    /// <summary>Takes one line; true when it was the last of a reply. A line without a code is passed over.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line, out SmtpReply reply)
    {
        reply = default;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2])
            || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
        {
            return false;
        }

        int code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        if (code != _code)
        {
            this = default;
            _code = code;
        }

        _lines++;
        if (line.Length > 4)
        {
            ReadText(line[4..]);
        }
        else if (code >= 400 && _class == SmtpRejectClass.None)
        {
            _class = SmtpRejectClassifier.Classify(code, _enhanced, default);
        }

        if (line.Length > 3 && line[3] == '-')
        {
            return false;
        }

        reply = new SmtpReply(_code, _lines, _enhanced, _class);
        this = default;
        return true;
    }

    private void ReadText(ReadOnlySpan<byte> text)
    {
        if (EnhancedStatusCode.TryRead(text, out EnhancedStatusCode enhanced) && !_enhanced.IsPresent)
        {
            _enhanced = enhanced;
        }

        // The first line of a long refusal often says less than the second.
        if (_code >= 400 && _class is SmtpRejectClass.None or SmtpRejectClass.Other or SmtpRejectClass.RecipientRejected)
        {
            SmtpRejectClass found = SmtpRejectClassifier.Classify(_code, _enhanced, text);
            if (_class == SmtpRejectClass.None || found is not (SmtpRejectClass.None or SmtpRejectClass.Other or SmtpRejectClass.RecipientRejected))
            {
                _class = found;
            }
        }
    }
}
