using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>What a plan costs, however its template is made.</summary>
public sealed class DecodePlanCompilerTests
{
    [Theory]
    [InlineData("of unknown elements", 65_000, 200_000)]
    [InlineData("of applications' names", 96, 200_000)]
    [InlineData("of packets", 313, 200_000)]
    public void Compile_ThousandVariableFields_AllocatesLittleForEach(string what, int element, long most)
    {
        FieldSpecifier[] fields = [.. Enumerable.Repeat(new FieldSpecifier((ushort)element, FieldSpecifier.VariableLength, 0), 1_024)];

        long allocated = AllocatedBytes.Of(() => DecodePlanCompiler.Compile(fields, 0));

        Assert.True(allocated < most, $"{what}: {allocated}");
    }

    [Fact]
    public void Compile_SegmentsWithoutReads_ShareOne()
    {
        DecodePlan plan = DecodePlanCompiler.Compile(
            [new(96, FieldSpecifier.VariableLength, 0), new(10, 4, 0), new(96, FieldSpecifier.VariableLength, 0), new(8, 4, 0)], 0);

        Assert.Same(SegmentReads.Empty, plan.Segments[0].Reads);
        Assert.Same(SegmentReads.Empty, plan.Segments[0].CountedReads);

        // An interface is a label, an address is counted by.
        Assert.NotSame(SegmentReads.Empty, plan.Segments[1].Reads);
        Assert.Same(SegmentReads.Empty, plan.Segments[1].CountedReads);
        Assert.Same(plan.Segments[2].Reads, plan.Segments[2].CountedReads);
    }
}
