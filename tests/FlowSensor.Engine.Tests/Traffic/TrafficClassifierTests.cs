using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class TrafficClassifierTests
{
    [Theory]
    [InlineData(6, 40_000, 25, 0x1B, "smtp Request, all Any")]
    [InlineData(6, 25, 40_000, 0x1B, "smtp Response, all Any")]
    [InlineData(6, 25, 25, 0x1B, "smtp Request, all Any")]
    [InlineData(6, 40_000, 25, 0x02, "smtp Request, syn Request, all Any")]
    [InlineData(6, 40_000, 25, 0xC2, "smtp Request, syn Request, all Any")]
    [InlineData(6, 40_000, 25, 0x06, "smtp Request, all Any")]
    [InlineData(6, 53, 25, 0, "smtp Request, dns Response, all Any")]
    [InlineData(17, 40_000, 853, 0, "dns Request, all Any")]
    [InlineData(17, 443, 40_000, 0, "www Response, all Any")]
    [InlineData(17, 40_000, 80, 0, "all Any")]
    [InlineData(17, 40_000, 25, 2, "all Any")]
    [InlineData(1, 0, 2048, 0, "icmp Any, all Any")]
    [InlineData(58, 0, 0, 0, "icmp Any, all Any")]
    [InlineData(6, 40_000, 8080, 0, "mgmt Request, web-alt Request, all Any")]
    [InlineData(47, 25, 25, 2, "gre Any, all Any")]
    public void Classify_Flow_GivesTheExactSet(int protocol, int sourcePort, int destinationPort, int flags, string expected)
    {
        TrafficClassifier classifier = new(Options());

        ushort number = classifier.Classify((ulong)protocol, (ulong)sourcePort, (ulong)destinationPort, (ulong)flags);

        Assert.Equal(expected, string.Join(", ", classifier[number].Members.Select(member =>
            $"{classifier.ServiceDirections[member].Service} {classifier.ServiceDirections[member].Direction}")));
    }

    [Fact]
    public void Classify_SameSetByOtherPorts_IsTheSameClass()
    {
        TrafficClassifier classifier = new(Options());

        ushort number = classifier.Classify(6, 40_000, 110, 0);

        Assert.Equal(number, classifier.Classify(6, 1, 995, 0x10));
        Assert.Equal(classifier.Classify(17, 40_000, 53, 0), classifier.Classify(6, 40_000, 853, 0));
        Assert.NotEqual(number, classifier.Classify(6, 995, 40_000, 0));
        Assert.Equal(3, classifier.ClassCount);
    }

    [Fact]
    public void Classify_EveryPortPair_StaysWithinFewClasses()
    {
        TrafficClassifier classifier = new(Options());
        for (ulong port = 0; port < 65_536; port++)
        {
            classifier.Classify(6, port, 65_535 - port, port);
            classifier.Classify(6, port, 25, port);
            classifier.Classify(17, 53, port, port);
            classifier.Classify(port, 53, port, port);
        }

        Assert.InRange(classifier.ClassCount, 10, 100);
    }

    [Theory]
    [InlineData(6, "smtp:25 submission:465,587 dns:53,853 pop3:110,995 imap:143,993 www:80,443 web-alt:8080,8443 mgmt:8080,161")]
    [InlineData(17, "dns:53,853 www:443 mgmt:8080,161")]
    public void Classify_EveryServerPort_GivesTheServicesOfThatPort(int protocol, string services)
    {
        TrafficClassifier classifier = new(Options());
        (string Name, int[] Ports)[] expected =
        [
            .. services.Split(' ').Select(service => service.Split(':')).Select(parts => (parts[0], parts[1].Split(',').Select(int.Parse).ToArray())),
        ];
        for (int port = 0; port <= ushort.MaxValue; port++)
        {
            TrafficClass request = classifier[classifier.Classify((ulong)protocol, 40_000, (ulong)port, 0)];
            TrafficClass response = classifier[classifier.Classify((ulong)protocol, (ulong)port, 40_000, 0)];

            string[] wanted = [.. expected.Where(service => service.Ports.Contains(port)).Select(service => service.Name), "all"];
            Assert.Equal(wanted.Order(), Names(classifier, request).Order());
            Assert.Equal(wanted.Order(), Names(classifier, response).Order());
        }
    }

    [Fact]
    public void Constructor_TooManyServices_ThrowsWithTheSetting()
    {
        TrafficOptions options = new();
        for (int count = 0; count < 49; count++)
        {
            options.Services[$"own{count}"] = new TrafficServiceOptions();
        }

        Assert.Contains("traffic.services", Assert.Throws<ArgumentException>(() => new TrafficClassifier(options)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(TrafficClassifier classifier, TrafficClass trafficClass) =>
        trafficClass.Members.Select(member => classifier.ServiceDirections[member].Service);

    private static TrafficOptions Options()
    {
        TrafficOptions options = new();
        options.Services["web-alt"] = new TrafficServiceOptions { Ports = { 8080, 8443 } };
        options.Services["mgmt"] = new TrafficServiceOptions { Protocol = "tcp+udp", Ports = { 8080, 161 } };
        options.Services["gre"] = new TrafficServiceOptions { Protocol = "47" };
        return options;
    }
}
