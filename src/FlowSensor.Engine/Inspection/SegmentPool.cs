namespace FlowSensor.Engine.Inspection;

/// <summary>Blocks for payload that came too early, in slabs made when first needed, up to a fixed number of octets.</summary>
internal sealed class SegmentPool
{
    /// <summary>Octets a block holds: a segment of the usual size fits one.</summary>
    public const int BlockLength = 2048;

    private const int BlocksPerSlab = 64;

    private readonly int _maxBlocks;
    private readonly List<byte[]> _slabs = [];
    private Block[] _blocks = [];
    private int _made;
    private int _free = -1;

    public SegmentPool(long maxOctets) => _maxBlocks = (int)Math.Max(1, maxOctets / BlockLength);

    /// <summary>Octets set aside so far.</summary>
    public long Octets => (long)_slabs.Count * BlocksPerSlab * BlockLength;

    /// <summary>Blocks lent.</summary>
    public int InUse { get; private set; }

    /// <summary>Lends a block with a copy of the payload; -1 when the pool is exhausted.</summary>
    public int TryRent(uint sequence, ReadOnlySpan<byte> payload)
    {
        int block = _free;
        if (block >= 0)
        {
            _free = _blocks[block].Next;
        }
        else if (_made < _maxBlocks)
        {
            block = _made++;
            if (block >= _blocks.Length)
            {
                Array.Resize(ref _blocks, _blocks.Length + BlocksPerSlab);
                _slabs.Add(new byte[BlocksPerSlab * BlockLength]);
            }
        }
        else
        {
            return -1;
        }

        InUse++;
        _blocks[block] = new Block { Sequence = sequence, Length = payload.Length, Next = -1 };
        payload.CopyTo(Octet(block));
        return block;
    }

    public void Return(int block)
    {
        _blocks[block].Next = _free;
        _free = block;
        InUse--;
    }

    public uint Sequence(int block) => _blocks[block].Sequence;

    public ReadOnlySpan<byte> Payload(int block) => Octet(block)[.._blocks[block].Length];

    public int Next(int block) => _blocks[block].Next;

    public void SetNext(int block, int next) => _blocks[block].Next = next;

    private Span<byte> Octet(int block) =>
        _slabs[block / BlocksPerSlab].AsSpan(block % BlocksPerSlab * BlockLength, BlockLength);

    private struct Block
    {
        public uint Sequence;
        public int Length;
        public int Next;
    }
}
