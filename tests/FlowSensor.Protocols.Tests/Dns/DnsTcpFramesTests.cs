using FlowSensor.Protocols.Dns;

namespace FlowSensor.Protocols.Tests.Dns;

public class DnsTcpFramesTests
{
    // Lengths of messages one after the other: empty, short, more than is gathered, the longest.
    private static readonly int[] Lengths = [0, 12, 40, 5_000, 65_535, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1460)]
    [InlineData(100_000)]
    public void TryNext_SegmentsOfAnySize_GivesAllMessages(int segment)
    {
        byte[] stream = [.. Lengths.SelectMany(static length =>
            (byte[])[(byte)(length >> 8), (byte)length, .. Enumerable.Range(0, length).Select(static index => (byte)index)])];
        DnsTcpFrames frames = new();
        List<int> found = [];
        for (int at = 0; at < stream.Length; at += segment)
        {
            ReadOnlySpan<byte> data = stream.AsSpan(at, Math.Min(segment, stream.Length - at));
            while (frames.TryNext(ref data, out ReadOnlySpan<byte> message, out int wireLength))
            {
                found.Add(wireLength);
                Assert.True(message.Length == wireLength || message.Length == DnsTcpFrames.GatherLimit);
                for (int index = 0; index < message.Length; index++)
                {
                    Assert.Equal((byte)index, message[index]);
                }
            }

            Assert.True(data.IsEmpty);
        }

        Assert.Equal(Lengths, found);
        Assert.Equal(0, frames.Missing);
    }
}
