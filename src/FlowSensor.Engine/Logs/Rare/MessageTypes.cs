namespace FlowSensor.Engine.Logs.Rare;

/// <summary>
/// Learns message types from lines as they come, without being told any. A fixed-depth tree as in Drain (He, Zhu, Zheng, Lyu, ICWS 2017)
/// leads from program and first word to few candidates. Unlike there, the number of tokens is no step of the tree, since daemons print lists
/// and optional parts; values are told from their looks and do not count for similarity; and words are aligned, not compared place by
/// place. A line whose words were seen before is found by their hash and allocates nothing. One thread.
/// </summary>
public sealed class MessageTypes
{
    private const int SampleLength = 512;
    private const int MaxProgramName = 48;
    private const int CandidatesToGo = 8;

    private readonly MessageTypeOptions _options;
    private readonly WordsOfTrouble _trouble;
    private readonly MessageTokenizer _tokenizer;
    private readonly KnownSignatures _known;
    private readonly WordAlignment _alignment = new();
    private readonly Dictionary<ulong, ProgramTypes> _programs = [];
    private readonly List<MessageType> _types = [];
    private readonly ulong[] _words = new ulong[WordAlignment.MaxWords];
    private readonly ProgramTypes _otherPrograms = new("(other)", 0);
    private readonly List<long> _gone = [];
    private long _keptLine;
    private uint _random = 2_463_534_242;

    /// <summary>Begins without types.</summary>
    public MessageTypes(MessageTypeOptions options, WordsOfTrouble trouble)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _trouble = trouble;
        _tokenizer = new MessageTokenizer(trouble);
        _known = new KnownSignatures(options.MaxTypes);
    }

    /// <summary>The types.</summary>
    public IReadOnlyList<MessageType> Types => _types;

    /// <summary>Lines taken.</summary>
    public long Lines { get; private set; }

    /// <summary>Types that made room for others.</summary>
    public long Evicted { get; private set; }

    /// <summary>Lines that went to a shared type because their program and first word have too many.</summary>
    public long Shared { get; private set; }

    /// <summary>Lines of programs beyond the limit.</summary>
    public long OtherPrograms { get; private set; }

    /// <summary>Takes a line.</summary>
    /// <param name="program">Its program; process ids and other things in brackets are no part of the name.</param>
    /// <param name="message">Its message.</param>
    /// <param name="timeMs">Its time, or <see cref="Protocols.Logs.LogHeader.UnknownTime"/>.</param>
    /// <param name="isNew">True when it began a type.</param>
    /// <returns>Its type.</returns>
    public MessageType Add(ReadOnlySpan<byte> program, ReadOnlySpan<byte> message, long timeMs, out bool isNew)
    {
        Lines++;
        isNew = false;
        ReadOnlySpan<MessageToken> tokens = _tokenizer.Cut(message);
        ProgramTypes owner = OwnerOf(program);
        ulong signature = WordHash.Combine(owner.Hash, 0);
        int count = 0;
        foreach (ref readonly MessageToken token in tokens)
        {
            if (token.Hash != 0 && count < _words.Length)
            {
                _words[count++] = token.Hash;
                signature = WordHash.Combine(signature, token.Hash);
            }
        }

        MessageType? type = _known.Find(signature);
        if (type is null)
        {
            type = Learn(owner, message, tokens, _words.AsSpan(0, count), signature, out isNew);
            _known.Remember(signature, type);
        }

        type.CountLine(timeMs, Lines);
        return type;
    }

    /// <summary>Types seen since the last time this was asked, to be kept, and those that went.</summary>
    public (IReadOnlyList<StoredMessageType> Seen, IReadOnlyList<long> Gone) TakeChanges()
    {
        long kept = _keptLine;
        _keptLine = Lines;
        List<StoredMessageType> seen = [.. _types.Where(type => type.LastLine > kept).Select(static type => type.Keep())];
        long[] gone = [.. _gone.Except(seen.Select(static type => type.Id))];
        _gone.Clear();
        return (seen, gone);
    }

    /// <summary>Goes on with types that were kept; before the first line.</summary>
    public void Restore(IEnumerable<StoredMessageType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (StoredMessageType kept in types.OrderByDescending(static type => type.Count).Take(_options.MaxTypes))
        {
            MessageType type = new(kept);
            ProgramTypes owner = OwnerOf(kept.ProgramHash, kept.Program);
            type.Siblings = owner.Of(type.Words.Length == 0 ? 0 : type.Words[0], _options.MaxFirstWords);
            if (kept.IsRest)
            {
                type.Siblings.Rest = type;
            }
            else
            {
                type.Siblings.Types.Add(type);
            }

            _types.Add(type);
            Lines += type.Count;
        }

        _keptLine = Lines;
    }

    private ProgramTypes OwnerOf(ReadOnlySpan<byte> program)
    {
        int end = program.IndexOfAny("([< "u8);
        program = end > 0 ? program[..end] : program;
        program = program[..Math.Min(program.Length, MaxProgramName)];
        ulong hash = WordHash.Of(program);
        return _programs.TryGetValue(hash, out ProgramTypes? owner) ? owner : OwnerOf(hash, LineText.Show(program, MaxProgramName));
    }

    private ProgramTypes OwnerOf(ulong hash, string name)
    {
        if (hash == _otherPrograms.Hash || _programs.TryGetValue(hash, out ProgramTypes? owner))
        {
            return hash == _otherPrograms.Hash ? _otherPrograms : _programs[hash];
        }

        if (_programs.Count >= _options.MaxPrograms)
        {
            OtherPrograms++;
            return _otherPrograms;
        }

        return _programs[hash] = new ProgramTypes(name, hash);
    }

    private MessageType Learn(ProgramTypes owner, ReadOnlySpan<byte> message, ReadOnlySpan<MessageToken> tokens, ReadOnlySpan<ulong> words, ulong signature, out bool isNew)
    {
        isNew = false;
        TypeSiblings siblings = owner.Of(words.IsEmpty ? 0 : words[0], _options.MaxFirstWords);
        ulong trouble = TroubleIn(message, tokens);
        if (MostAlike(siblings, words, trouble) is MessageType alike)
        {
            alike.Narrow(_alignment.Align(words, alike.Words, out _, out _));
            return alike;
        }

        bool isFull = siblings.Types.Count >= _options.MaxSiblings;
        if (isFull && siblings.Rest is { IsKept: true } rest)
        {
            Shared++;
            return rest;
        }

        if (_types.Count >= _options.MaxTypes)
        {
            Evict();
        }

        isNew = true;
        MessageType type = new((long)signature, owner.Name, owner.Hash, new TypeTemplate(message, tokens), words, trouble)
        {
            Siblings = siblings,
            Sample = LineText.Show(message, SampleLength),
        };
        if (isFull)
        {
            // No line is alike to a type without words, and all of them may share it.
            type.Narrow(words[..Math.Min(1, words.Length)]);
            siblings.Rest = type;
            Shared++;
        }
        else
        {
            siblings.Types.Add(type);
        }

        type.Trouble = _trouble.In(type.Template);
        _types.Add(type);
        return type;
    }

    private MessageType? MostAlike(TypeSiblings siblings, ReadOnlySpan<ulong> words, ulong trouble)
    {
        ulong sketch = MessageType.SketchOf(words);
        MessageType? best = null;
        double most = 0;
        foreach (MessageType type in siblings.Types)
        {
            int longest = Math.Max(words.Length, type.FirstWords);
            int needed = Math.Max(1, (int)Math.Ceiling(longest * _options.Similarity));
            if (type.MostCommon(words.Length, sketch) < needed)
            {
                continue;
            }

            int common = _alignment.Align(words, type.Words, out ulong onlyHere, out ulong onlyThere).Length;
            double likeness = (double)common / longest;

            // "authentication failure" and "authentication success" differ in the word that matters.
            if (common >= needed && likeness > most && (onlyHere & trouble) == 0 && (onlyThere & type.TroubleWords) == 0)
            {
                best = type;
                most = likeness;
            }
        }

        return best;
    }

    // One bit for each word of the message, in the order of its words.
    private ulong TroubleIn(ReadOnlySpan<byte> message, ReadOnlySpan<MessageToken> tokens)
    {
        ulong bits = 0;
        int word = 0;
        foreach (MessageToken token in tokens)
        {
            if (token.Hash != 0 && word < WordAlignment.MaxWords)
            {
                ReadOnlySpan<byte> text = message.Slice(token.Start, token.Length).TrimStart("\"'([{*"u8);
                bits |= _trouble.IsTrouble(text) ? 1UL << word : 0;
                word++;
            }
        }

        return bits;
    }

    // Of some taken by chance, a type without words of trouble that has not been seen for long.
    private void Evict()
    {
        int gone = -1;
        for (int i = 0; i < CandidatesToGo; i++)
        {
            _random ^= _random << 13;
            _random ^= _random >> 17;
            _random ^= _random << 5;
            int candidate = (int)(_random % (uint)_types.Count);
            if (gone < 0 || IsLessWorth(_types[candidate], _types[gone]))
            {
                gone = candidate;
            }
        }

        MessageType type = _types[gone];
        type.IsKept = false;
        type.Siblings!.Types.Remove(type);
        _types[gone] = _types[^1];
        _types.RemoveAt(_types.Count - 1);
        Evicted++;
        if (type.IsStored)
        {
            _gone.Add(type.Id);
        }
    }

    private static bool IsLessWorth(MessageType one, MessageType other) =>
        one.Trouble.Count == 0 == (other.Trouble.Count == 0) ? one.LastLine < other.LastLine : one.Trouble.Count == 0;
}
