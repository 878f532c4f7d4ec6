using System.Text;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The words of a type as they are shown, narrowed as lines turn out to differ in some of them.</summary>
internal sealed class TypeTemplate
{
    private const string Wildcard = "<*>";
    private const int MaxLength = 512;

    private readonly List<TemplatePart> _parts = [];
    private string? _text;

    /// <summary>Takes the tokens of a type's first line.</summary>
    internal TypeTemplate(ReadOnlySpan<byte> message, ReadOnlySpan<MessageToken> tokens)
    {
        int length = 0;
        foreach (MessageToken token in tokens)
        {
            string text = Show(message, token);
            length += text.Length + 1;
            if (length > MaxLength)
            {
                break;
            }

            _parts.Add(new TemplatePart(text, token.Kind == MessageTokenKind.Value ? 0 : token.Hash));
        }
    }

    /// <summary>Takes parts that were kept.</summary>
    internal TypeTemplate(IEnumerable<TemplatePart> parts) => _parts.AddRange(parts);

    /// <summary>Its parts.</summary>
    internal IReadOnlyList<TemplatePart> Parts => [.. _parts];

    /// <summary>The template.</summary>
    internal string Text => _text ??= Join();

    /// <summary>Shows words that are not among the common ones, given in order, as what differs.</summary>
    internal void Narrow(ReadOnlySpan<ulong> common)
    {
        int next = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Hash == 0)
            {
                continue;
            }

            if (next < common.Length && _parts[i].Hash == common[next])
            {
                next++;
            }
            else
            {
                _parts[i] = new TemplatePart(Wildcard, 0);
                _text = null;
            }
        }
    }

    private static string Show(ReadOnlySpan<byte> message, in MessageToken token)
    {
        if (token.Kind == MessageTokenKind.Word)
        {
            string word = LineText.Show(message.Slice(token.Start, token.Length), MaxLength);
            int behind = token.Start + token.Length;
            return behind < message.Length && message[behind] == (byte)'(' ? $"{word}({Wildcard})" : word;
        }

        // The punctuation behind a value is part of the format.
        int end = token.Start;
        while (end < message.Length && message[end] > (byte)' ')
        {
            end++;
        }

        string tail = end > token.Start && message[end - 1] is (byte)':' or (byte)',' or (byte)';' ? ((char)message[end - 1]).ToString() : "";
        return token.Kind == MessageTokenKind.Key
            ? LineText.Show(message.Slice(token.Start, token.Length), MaxLength) + Wildcard + tail
            : Wildcard + tail;
    }

    private string Join()
    {
        StringBuilder text = new();
        string last = "";
        foreach ((string part, _) in _parts)
        {
            if (part == Wildcard && last == Wildcard)
            {
                continue;
            }

            text.Append(text.Length > 0 ? " " : "").Append(part);
            last = part;
        }

        return text.ToString();
    }
}
