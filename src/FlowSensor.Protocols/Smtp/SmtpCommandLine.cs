namespace FlowSensor.Protocols.Smtp;

/// <summary>Reads one command line (RFC 5321 4.1.1): verb, and of the arguments what is needed.</summary>
internal static class SmtpCommandLine
{
    /// <summary>The verb of a line, in any case.</summary>
    public static SmtpCommand ReadVerb(ReadOnlySpan<byte> line)
    {
        int length = 0;
        uint verb = 0;
        while (length < line.Length && length < 9 && char.IsAsciiLetter((char)line[length]))
        {
            verb = length < 4 ? (verb << 8) | (line[length] & 0xDFu) : verb;
            length++;
        }

        bool ends = length == line.Length || line[length] is (byte)' ' or (byte)'\t' or (byte)':';
        if (!ends)
        {
            return SmtpCommand.Other;
        }

        return length switch
        {
            4 => ReadShortVerb(verb),
            8 when IsStartTls(line[..8]) => SmtpCommand.StartTls,
            _ => SmtpCommand.Other,
        };
    }

    /// <summary>The chunk size and LAST of BDAT (RFC 3030 2); false for a size that is no number or over 2^40.</summary>
    public static bool TryReadChunk(ReadOnlySpan<byte> line, out long size, out bool last)
    {
        size = 0;
        last = false;
        ReadOnlySpan<byte> rest = line[4..].TrimStart((byte)' ');
        int digits = 0;
        while (digits < rest.Length && char.IsAsciiDigit((char)rest[digits]))
        {
            if (digits == 12)
            {
                return false;
            }

            size = (size * 10) + rest[digits++] - '0';
        }

        ReadOnlySpan<byte> tail = rest[digits..].Trim((byte)' ');
        last = tail.Length == 4 && (tail[0] & 0xDF) == 'L' && (tail[1] & 0xDF) == 'A' && (tail[2] & 0xDF) == 'S' && (tail[3] & 0xDF) == 'T';
        return digits > 0 && (tail.IsEmpty || last);
    }

    /// <summary>Seeded hash of the path in <c>MAIL FROM:&lt;path&gt;</c> or <c>RCPT TO:&lt;path&gt;</c>, lower-cased; parameters are left out.</summary>
    public static ulong HashPath(ReadOnlySpan<byte> line, ulong seed)
    {
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> path = colon < 0 ? line[Math.Min(4, line.Length)..] : line[(colon + 1)..];
        path = path.TrimStart((byte)' ');
        if (path is [(byte)'<', ..])
        {
            path = path[1..];
            int close = path.IndexOf((byte)'>');
            path = close < 0 ? path : path[..close];
        }
        else
        {
            int blank = path.IndexOf((byte)' ');
            path = blank < 0 ? path : path[..blank];
        }

        ulong hash = 0xCBF2_9CE4_8422_2325 ^ seed;
        foreach (byte octet in path)
        {
            uint lower = octet - (uint)'A' <= 'Z' - 'A' ? octet | 0x20u : octet;
            hash = (hash ^ lower) * 0x0000_0100_0000_01B3;
        }

        hash = (hash ^ (hash >> 29)) * 0xBF58_476D_1CE4_E5B9;
        return (hash ^ (hash >> 32)) | 1;
    }

    private static SmtpCommand ReadShortVerb(uint verb) => verb switch
    {
        0x4845_4C4F => SmtpCommand.Helo,
        0x4548_4C4F => SmtpCommand.Ehlo,
        0x4C48_4C4F => SmtpCommand.Lhlo,
        0x4D41_494C => SmtpCommand.Mail,
        0x5243_5054 => SmtpCommand.Rcpt,
        0x4441_5441 => SmtpCommand.Data,
        0x4244_4154 => SmtpCommand.Bdat,
        0x5253_4554 => SmtpCommand.Rset,
        0x4E4F_4F50 => SmtpCommand.Noop,
        0x5652_4659 => SmtpCommand.Vrfy,
        0x4558_504E => SmtpCommand.Expn,
        0x4845_4C50 => SmtpCommand.Help,
        0x5155_4954 => SmtpCommand.Quit,
        0x4155_5448 => SmtpCommand.Auth,
        0x4554_524E => SmtpCommand.Etrn,
        _ => SmtpCommand.Other,
    };

    private static bool IsStartTls(ReadOnlySpan<byte> verb)
    {
        ReadOnlySpan<byte> expected = "STARTTLS"u8;
        for (int index = 0; index < expected.Length; index++)
        {
            if ((verb[index] & 0xDF) != expected[index])
            {
                return false;
            }
        }

        return true;
    }
}
