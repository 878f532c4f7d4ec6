using FlowSensor.Engine.Abuse.Complaints;

namespace FlowSensor.Engine.Tests.Abuse;

public sealed class ReceivedChainTests
{
    private const string Forged = "from mail.example.org (mail.example.org [203.0.113.66]) by mx.example.net with SMTP; Thu, 26 Nov 2026 10:00:00 +0000";

    [Theory]
    [InlineData("Postfix", "from helo.example (name.example [198.51.100.7]) by mx.example.net (Postfix) with ESMTP id 1; Thu", "198.51.100.7")]
    [InlineData("Postfix, IPv6", "from helo.example (unknown [IPv6:2001:db8::7]) by mx.example.net (Postfix)", "2001:db8::7")]
    [InlineData("sendmail", "from helo.example (name.example [198.51.100.7] (may be forged)) by mx.example.net", "198.51.100.7")]
    [InlineData("Exim", "from name.example ([198.51.100.7] helo=evil) by mx.example.net with smtp (Exim 4)", "198.51.100.7")]
    [InlineData("Exim, no name", "from [198.51.100.7] (port=4711 helo=evil) by mx.example.net", "198.51.100.7")]
    [InlineData("Exim, address as name", "from name.example ([198.51.100.7] helo=[203.0.113.66]) by mx.example.net", "198.51.100.7")]
    [InlineData("qmail", "from unknown (HELO evil) (198.51.100.7) by mx.example.net with SMTP", "198.51.100.7")]
    [InlineData("qmail, address as name", "from unknown (HELO [203.0.113.66]) (198.51.100.7) by mx.example.net with SMTP", "198.51.100.7")]
    [InlineData("Postfix, name with brackets", "from (evil[203.0.113.66]) (unknown [198.51.100.7]) by mx.example.net (Postfix)", "198.51.100.7")]
    [InlineData("Postfix, name that looks like the clause after", "from [203.0.113.66] by x (unknown [198.51.100.7]) by mx.example.net (Postfix)", "203.0.113.66")]
    [InlineData("Exchange", "from NAME.example (198.51.100.7) by MX.example.net (192.0.2.1) with Microsoft SMTP Server", "198.51.100.7")]
    [InlineData("Microsoft", "from name.example ([198.51.100.7]) by mx with Microsoft SMTPSVC(6.0.3790.1830);", "198.51.100.7")]
    [InlineData("folded", "from helo.example\r\n\t(name.example [198.51.100.7])\r\n\tby mx.example.net", "198.51.100.7")]
    public void TryFindSource_LineOfAServer_IsTheAddressItSaw(string server, string line, string expected)
    {
        bool found = ReceivedChain.TryFindSource([line, Forged], new ComplaintRules(), out ReceivedHop hop);

        Assert.True(found, server);
        Assert.Equal(expected, hop.Address.ToString());
    }

    [Fact]
    public void TryFindSource_TrustedAndInnerHops_AreWalkedToTheFirstForeignOne()
    {
        string[] received =
        [
            "from localhost (localhost [127.0.0.1]) by mx.example.net (amavis)",
            "from relay.example.net (relay.example.net [10.1.0.10]) by mx.example.net",
            "from mx2.example.net (mx2.example.net [192.0.2.25]) by relay.example.net",
            "by mx2.example.net (Postfix, from userid 1000)",
            "from bot.example (bot.example [198.51.100.7]) by mx2.example.net",
            Forged,
        ];

        bool found = ReceivedChain.TryFindSource(received, new ComplaintRules { Trusted = Mails.Prefixes("192.0.2.25") }, out ReceivedHop hop);

        Assert.True(found);
        Assert.Equal("198.51.100.7", hop.Address.ToString());
    }

    [Theory]
    [InlineData("from some.where.example by mx.example.net")]
    [InlineData("from unknown by mx.example.net with SMTP")]
    [InlineData("from ")]
    public void TryFindSource_LineWithoutAnAddress_BelievesNothingBelow(string line) =>
        Assert.False(ReceivedChain.TryFindSource([line, Forged], new ComplaintRules(), out _));

    [Fact]
    public void TryFindSource_NothingButLocalHops_FindsNone() =>
        Assert.False(ReceivedChain.TryFindSource(["from localhost by x with SpamAssassin", "by x with local"], new ComplaintRules(), out _));
}
