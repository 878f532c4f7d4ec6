using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class RowBlockTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 4)]
    [InlineData(2, 18)]
    public void Allocate_SeveralBlocks_NoRowIsAnother(int count, int rowBits)
    {
        RowBlock<ulong>[] blocks = RowBlocks.Allocate<ulong>(count, rowBits);
        uint rows = 1u << rowBits;
        for (uint block = 0; block < count; block++)
        {
            for (uint row = 0; row < rows; row++)
            {
                blocks[block][row] = ((ulong)block << 32) | row;
            }
        }

        GC.Collect();

        Assert.Equal(count, blocks.Length);
        for (uint block = 0; block < count; block++)
        {
            Assert.Equal((int)rows, blocks[block].Rows.Length);
            for (uint row = 0; row < rows; row++)
            {
                Assert.Equal(((ulong)block << 32) | row, blocks[block].Rows[(int)row]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(19)]
    public void AllocateCleared_AnySize_AllRowsAreZeroAndApart(int rowBits)
    {
        RowBlock<ulong> block = RowBlocks.AllocateCleared<ulong>(rowBits);
        uint rows = 1u << rowBits;

        Assert.Equal((int)rows, block.Rows.Length);
        Assert.Equal(-1, block.Rows.IndexOfAnyExcept(0UL));
        for (uint row = 0; row < rows; row++)
        {
            block[row] = row + 1;
        }

        GC.Collect();

        Assert.Equal(1UL, block[0]);
        Assert.Equal((ulong)rows, block[rows - 1]);

        // Only the block keeps its memory.
        Assert.False(block.IsNone);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(28)]
    public void AllocateCleared_OutOfRange_Refused(int rowBits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RowBlocks.AllocateCleared<byte>(rowBits));

    [Fact]
    public void Indexer_NumberBeyondTheBlock_StaysInIt()
    {
        RowBlock<ulong> block = RowBlocks.Allocate<ulong>(1, 4)[0];

        Assert.True(Unsafe.AreSame(ref block[3], ref block[3 + 16]));
        Assert.True(Unsafe.AreSame(ref block[15], ref block[uint.MaxValue]));
    }

    [Fact]
    public void None_HasNoRows()
    {
        RowBlock<ulong> none = default;

        Assert.True(none.IsNone);
        Assert.Equal(0, none.Rows.Length);
        Assert.False(RowBlocks.Allocate<ulong>(1, 1)[0].IsNone);
    }

    [Fact]
    public void RowBitsOfLargePage_Row_FillsOnePage() => Assert.Equal(18, RowBlocks.RowBitsOfLargePage<ulong>());

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, -1)]
    [InlineData(1, 25)]
    public void Allocate_OutOfRange_Refused(int count, int rowBits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RowBlocks.Allocate<ulong>(count, rowBits));
}
