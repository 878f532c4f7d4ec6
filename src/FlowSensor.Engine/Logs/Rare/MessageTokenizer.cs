namespace FlowSensor.Engine.Logs.Rare;

/// <summary>
/// Cuts a message at its spaces and tells words of the format from values. What is a value is told from its looks, so that a line of a
/// type seen before leads to it at once: whatever has a digit, <c>@</c>, a bracket or a dot inside; paths and what is in angle brackets;
/// names in capitals (commands, record types, flags) unless they begin the message or are words of trouble; queue ids. Allocates nothing.
/// </summary>
/// <param name="trouble">Words that are never taken for values.</param>
internal sealed class MessageTokenizer(WordsOfTrouble trouble)
{
    /// <summary>Tokens looked at; the rest of a message does not tell its type.</summary>
    internal const int MaxTokens = 96;

    /// <summary>Octets looked at.</summary>
    internal const int MaxOctets = 2_048;

    // Longer names in capitals are words of a message that is written so; shorter mixed ones are names, not ids.
    private const int MaxCapitals = 10;
    private const int MinMixed = 8;

    // A bracket this far into a word ends it: SYSERR(root), passwd-file(user,address).
    private const int MinBeforeBracket = 3;
    private const int MaxValueWord = 20;

    private readonly MessageToken[] _tokens = new MessageToken[MaxTokens];

    /// <summary>Cuts a message; the tokens are valid until the next call.</summary>
    internal ReadOnlySpan<MessageToken> Cut(ReadOnlySpan<byte> message)
    {
        message = message[..Math.Min(message.Length, MaxOctets)];
        int count = 0;
        bool hasWord = false;
        int at = 0;
        while (count < MaxTokens)
        {
            while (at < message.Length && message[at] <= (byte)' ')
            {
                at++;
            }

            if (at == message.Length)
            {
                break;
            }

            int start = at;
            while (at < message.Length && message[at] > (byte)' ')
            {
                at++;
            }

            MessageToken token = Read(message[start..at], start, isFirst: count == 0);

            // Names of values tell a type only where they come before its words: later ones come and go with the values.
            if (token.Kind == MessageTokenKind.Key && hasWord)
            {
                token = token with { Hash = 0 };
            }

            hasWord |= token.Hash != 0;
            _tokens[count++] = token;
        }

        return _tokens.AsSpan(0, count);
    }

    private MessageToken Read(ReadOnlySpan<byte> token, int start, bool isFirst)
    {
        int first = 0;
        int end = token.Length;
        while (first < end && OctetClass.Of(token[first]) == OctetClass.Punctuation)
        {
            first++;
        }

        int equals = token[first..].IndexOf((byte)'=');
        if (equals > 0 && token[0] is not ((byte)'<' or (byte)'/'))
        {
            return Key(token, start, first, first + equals);
        }

        while (end > first && OctetClass.Of(token[end - 1]) == OctetClass.Punctuation)
        {
            end--;
        }

        if (first == end || token[0] is (byte)'<' or (byte)'/')
        {
            return Value(token, start);
        }

        int shown = token.Length;
        byte seen = 0;
        int capitals = 0;
        for (int i = first; i < end; i++)
        {
            byte octet = token[i];
            byte kind = OctetClass.Of(octet);
            seen |= kind;
            capitals += kind == OctetClass.Upper ? 1 : 0;
            if (kind != OctetClass.Punctuation)
            {
                continue;
            }

            switch (octet)
            {
                case (byte)'(' when i - first >= MinBeforeBracket:
                    end = shown = i;
                    break;
                case (byte)'@' or (byte)'[' or (byte)']' or (byte)'<' or (byte)'>':
                    return Value(token, start);
                case (byte)'.' when OctetClass.Of(token[i - 1]) != OctetClass.Punctuation && OctetClass.Of(token[i + 1]) != OctetClass.Punctuation:
                    return Value(token, start);
                default:
                    break;
            }
        }

        ReadOnlySpan<byte> word = token[first..end];
        return IsValue(token, word, seen, capitals, isFirst)
            ? Value(token, start)
            : new MessageToken(start, shown, MessageTokenKind.Word, WordHash.Of(word));
    }

    private bool IsValue(ReadOnlySpan<byte> token, ReadOnlySpan<byte> word, byte seen, int capitals, bool isFirst)
    {
        if ((seen & OctetClass.Digit) != 0)
        {
            return true;
        }

        if (capitals < 2)
        {
            // A single capital letter is a record type or a flag.
            return capitals == word.Length && !isFirst;
        }

        bool hasSmall = (seen & (OctetClass.Lower | OctetClass.Foreign)) != 0;
        bool looksLikeValue = hasSmall
            ? word.Length >= MinMixed && (capitals >= 4 || (isFirst && token[^1] == (byte)':'))
            : isFirst ? word.SequenceEqual("NOQUEUE"u8) : word.Length <= MaxCapitals;
        return looksLikeValue && !trouble.IsTrouble(word);
    }

    // name=value: a value that is a plain word, as in status=sent, tells types apart like any other word.
    private static MessageToken Key(ReadOnlySpan<byte> token, int start, int first, int equals)
    {
        for (int i = first; i < equals; i++)
        {
            if (OctetClass.Of(token[i]) == OctetClass.Punctuation && token[i] is not ((byte)'-' or (byte)'_' or (byte)'.'))
            {
                return Value(token, start);
            }
        }

        int end = token.Length;
        while (end > equals + 1 && OctetClass.Of(token[end - 1]) == OctetClass.Punctuation)
        {
            end--;
        }

        ReadOnlySpan<byte> value = token[(equals + 1)..end];
        bool isWord = value.Length is > 1 and <= MaxValueWord;
        for (int i = 0; i < value.Length && isWord; i++)
        {
            isWord = OctetClass.Of(value[i]) == OctetClass.Lower || (i == 0 && OctetClass.Of(value[i]) == OctetClass.Upper) || (i > 0 && value[i] == (byte)'-');
        }

        // What stands where a value is missing is no word of the format.
        isWord = isWord && !value.SequenceEqual("unknown"u8) && !value.SequenceEqual("none"u8) && !value.SequenceEqual("localhost"u8);
        return isWord
            ? new MessageToken(start, token.Length, MessageTokenKind.Word, WordHash.Of(token[first..end]))
            : new MessageToken(start, equals + 1, MessageTokenKind.Key, WordHash.Of(token[first..(equals + 1)]));
    }

    private static MessageToken Value(ReadOnlySpan<byte> token, int start) => new(start, token.Length, MessageTokenKind.Value, 0);
}
