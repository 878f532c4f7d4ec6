namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The longest sequence of words that two messages share in order; what lies between may differ in number. Reuses its memory.</summary>
internal sealed class WordAlignment
{
    /// <summary>Words compared at most.</summary>
    internal const int MaxWords = 64;

    private readonly byte[] _lengths = new byte[(MaxWords + 1) * (MaxWords + 1)];
    private readonly ulong[] _common = new ulong[MaxWords];

    /// <summary>Aligns two messages.</summary>
    /// <param name="left">Words of one.</param>
    /// <param name="right">Words of the other.</param>
    /// <param name="leftOnly">Bits of words on the left that are not common.</param>
    /// <param name="rightOnly">Bits of words on the right that are not common.</param>
    /// <returns>The common words, valid until the next call.</returns>
    internal ReadOnlySpan<ulong> Align(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, out ulong leftOnly, out ulong rightOnly)
    {
        const int Row = MaxWords + 1;
        Span<byte> lengths = _lengths;
        lengths[..(right.Length + 1)].Clear();
        for (int i = 1; i <= left.Length; i++)
        {
            lengths[i * Row] = 0;
            for (int j = 1; j <= right.Length; j++)
            {
                lengths[(i * Row) + j] = left[i - 1] == right[j - 1]
                    ? (byte)(lengths[((i - 1) * Row) + j - 1] + 1)
                    : Math.Max(lengths[((i - 1) * Row) + j], lengths[(i * Row) + j - 1]);
            }
        }

        leftOnly = 0;
        rightOnly = 0;
        int common = lengths[(left.Length * Row) + right.Length];
        int at = common;
        for (int i = left.Length, j = right.Length; i > 0 || j > 0;)
        {
            if (i > 0 && j > 0 && left[i - 1] == right[j - 1])
            {
                _common[--at] = left[i - 1];
                i--;
                j--;
            }
            else if (j == 0 || (i > 0 && lengths[((i - 1) * Row) + j] >= lengths[(i * Row) + j - 1]))
            {
                leftOnly |= 1UL << --i;
            }
            else
            {
                rightOnly |= 1UL << --j;
            }
        }

        return _common.AsSpan(0, common);
    }
}
