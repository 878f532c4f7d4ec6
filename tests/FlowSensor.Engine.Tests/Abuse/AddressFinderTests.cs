using FlowSensor.Engine.Abuse.Complaints;

namespace FlowSensor.Engine.Tests.Abuse;

public sealed class AddressFinderTests
{
    [Theory]
    [InlineData("from 192.0.2.1.", "192.0.2.1")]
    [InlineData("[192.0.2.1]:4711 and 192.0.2.2:25", "192.0.2.1#4711 192.0.2.2#25")]
    [InlineData("192[.]0[.]2[.]1, 192(.)0(.)2(.)2, 192[dot]0[dot]2[dot]3", "192.0.2.1 192.0.2.2 192.0.2.3")]
    [InlineData("IP:192.0.2.1,2001:db8::1;", "192.0.2.1 2001:db8::1")]
    [InlineData("[2001:db8::1]:25 [IPv6:2001:db8::2]", "2001:db8::1#25 2001:db8::2")]
    [InlineData("for 192.0.2.7 port 50122 ssh2", "192.0.2.7#50122")]
    [InlineData("version 1.2.3.4.5, 1.2.3.400, 1.2.3, host-1.2.3.4, 1.2.3.4.example.com", "")]
    [InlineData("network 192.0.2.0/24, host 192.0.2.9/32", "192.0.2.9")]
    [InlineData("4.3.2.1.zen.example.org a1.2.3.4", "")]
    [InlineData("at 10:20:30 from 00:11:22:33:44:55", "")]
    [InlineData("::ffff:192.0.2.1 is 192.0.2.1", "192.0.2.1 192.0.2.1")]
    [InlineData("see 2001:db8::25: rejected", "2001:db8::25")]
    [InlineData("::::::::", "")]
    public void Find_Line_GivesItsAddresses(string line, string expected)
    {
        List<FoundAddress> found = [];

        AddressFinder.Find(line, found);

        Assert.Equal(expected, string.Join(' ', found.Select(static address => address.Port == 0 ? $"{address.Address}" : $"{address.Address}#{address.Port}")));
    }

    [Fact]
    public void Find_AnyText_EndsAndFindsNothingBeyondIt()
    {
        Random random = new(7);
        List<FoundAddress> found = [];
        const string Letters = "0123456789abcdef.:[]()/ IPv6port#-";
        for (int i = 0; i < 20_000; i++)
        {
            char[] text = [.. Enumerable.Range(0, random.Next(80)).Select(_ => Letters[random.Next(Letters.Length)])];
            found.Clear();
            AddressFinder.Find(text, found);
            Assert.True(found.Count <= (text.Length / 2) + 1);
        }
    }
}
