using FlowSensor.Protocols.Dns;

namespace FlowSensor.Protocols.Tests.Dns;

public class DnsNameHashTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 63)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Add_EveryLetterInOtherCase_GivesTheSameHash(int length)
    {
        for (int first = 0; first < 256; first++)
        {
            byte[] label = Label([.. Enumerable.Range(first, length).Select(static octet => (byte)octet)]);
            byte[] other = [label[0], .. label.Skip(1).Select(static octet => (char)octet is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? (byte)(octet ^ 0x20) : octet)];

            Assert.Equal(DnsNameHash.Add(DnsNameHash.Start, label, length), DnsNameHash.Add(DnsNameHash.Start, other, length));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Add_AnyOctetThatIsAnother_GivesAnotherHash(int length)
    {
        byte[] label = Label([.. Enumerable.Repeat((byte)'m', length)]);
        ulong hash = DnsNameHash.Add(DnsNameHash.Start, label, length);
        for (int place = 1; place <= length; place++)
        {
            // With all others that look alike to sums of seven bits: 'M' is the only one that counts as the same.
            for (int octet = 0; octet < 256; octet++)
            {
                label[place] = (byte)octet;
                Assert.Equal((char)octet is 'm' or 'M', hash == DnsNameHash.Add(DnsNameHash.Start, label, length));
            }

            label[place] = (byte)'m';
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Add_WhateverFollowsTheLabel_DoesNotCount(int length)
    {
        byte[] label = Label([.. Enumerable.Repeat((byte)'x', length)]);
        ulong hash = DnsNameHash.Add(DnsNameHash.Start, label, length);
        for (int more = 1; more <= 16; more++)
        {
            Assert.Equal(hash, DnsNameHash.Add(DnsNameHash.Start, [.. label, .. Enumerable.Repeat((byte)0xFF, more)], length));
        }
    }

    [Fact]
    public void Add_AnyTwoBitsThatAreOthers_GiveAnotherHash()
    {
        byte[] label = Label([.. Enumerable.Repeat((byte)'m', 23)]);
        HashSet<ulong> hashes = [DnsNameHash.Add(DnsNameHash.Start, label, 23)];
        const int Bits = 23 * 8;
        for (int first = 0; first < Bits; first++)
        {
            for (int second = first + 1; second < Bits; second++)
            {
                byte[] other = [.. label];
                other[1 + (first / 8)] ^= (byte)(1 << (first % 8));
                other[1 + (second / 8)] ^= (byte)(1 << (second % 8));

                // Letters in the other case are the same, and so is what only they tell apart.
                if (other.All(static octet => octet is not (>= (byte)'A' and <= (byte)'Z')))
                {
                    Assert.True(hashes.Add(DnsNameHash.Add(DnsNameHash.Start, other, 23)));
                }
            }
        }
    }

    [Fact]
    public void Add_BitsThatTakeEachOtherBack_GiveAnotherHash()
    {
        byte[] label = Label([.. Enumerable.Repeat((byte)'m', 23)]);
        ulong hash = DnsNameHash.Add(DnsNameHash.Start, label, 23);
        label[7] ^= 0x80;
        label[11] ^= 0x80;
        label[15] ^= 0x80;

        Assert.NotEqual(hash, DnsNameHash.Add(DnsNameHash.Start, label, 23));
    }

    [Fact]
    public void Add_SameOctetsInOtherLabels_GivesAnotherHash()
    {
        Assert.NotEqual(Of("ab", "c"), Of("a", "bc"));
        Assert.NotEqual(Of("ab", "c"), Of("abc"));
        Assert.NotEqual(Of("a", "b"), Of("b", "a"));
        Assert.Equal(Of("WWW", "Example", "COM"), Of("www", "example", "com"));
    }

    private static ulong Of(params string[] labels) => labels.Aggregate(
        DnsNameHash.Start, static (hash, label) => DnsNameHash.Add(hash, Label([.. label.Select(static letter => (byte)letter)]), label.Length));

    private static byte[] Label(byte[] octets) => [(byte)octets.Length, .. octets];
}
