namespace FlowSensor.Engine.Traffic;

/// <summary>Walks the rows of one source, a class each.</summary>
internal struct SourceRowCursor(SourceTable sources, uint head)
{
    private uint _block = head;
    private bool _isFurther;
    private int _slot;

    /// <summary>Traffic class at which the walk stands.</summary>
    public ushort Class { get; private set; }

    /// <summary>Row at which the walk stands.</summary>
    public uint Row { get; private set; }

    /// <summary>Steps to the next row.</summary>
    public bool MoveNext()
    {
        ref readonly SourceHead block = ref sources.Block(_block, _isFurther);
        if (_slot == SourceHead.Slots)
        {
            if (block.Next == 0)
            {
                return false;
            }

            _block = block.Next - 1;
            _isFurther = true;
            _slot = 0;
            block = ref sources.Block(_block, true);
        }

        bool found = block.TryRead(_slot++, out ushort trafficClass, out uint row);
        Class = trafficClass;
        Row = row;
        return found;
    }
}
