using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.ClickHouse;

namespace FlowSensor.Engine.Tests.Storage.ClickHouse;

public sealed class ClickHouseAddressTests
{
    [Theory]
    [InlineData("clickhouse://reader@db.example.org:8124/campus", "http://db.example.org:8124/", "reader", "campus")]
    [InlineData("clickhouse://db.example.org", "http://db.example.org:8123/", null, null)]
    [InlineData("clickhouse://db.example.org/?secure=true", "https://db.example.org:8443/", null, null)]
    [InlineData("clickhouse://a%40b@[2001:db8::1]:8123/x_1?secure=false", "http://[2001:db8::1]:8123/", "a@b", "x_1")]
    public void Parse_AnAddress_GivesItsParts(string text, string url, string? user, string? database)
    {
        ClickHouseAddress address = ClickHouseAddress.Parse(text);

        Assert.Equal((url, user, database), (address.Url.ToString(), address.User, address.Database));
    }

    [Theory]
    [InlineData("clickhouse:")]
    [InlineData("clickhouse:///flowsensor")]
    [InlineData("clickhouse://host/a;b")]
    [InlineData("clickhouse://host/1a")]
    [InlineData("clickhouse://host/a/b")]
    [InlineData("clickhouse://host/a?user=b")]
    [InlineData("clickhouse://host:99999/a")]
    public void Parse_WhatIsNone_IsRefused(string text)
    {
        Assert.True(ClickHouseAddress.Means(text));
        Assert.Contains("clickhouse", Assert.Throws<StoreException>(() => ClickHouseAddress.Parse(text)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Parse_WithAPassword_IsRefusedWithoutRepeatingIt()
    {
        StoreException refusal = Assert.Throws<StoreException>(() => ClickHouseAddress.Parse("clickhouse://user:hidden@host/a"));

        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("password_file", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./flowsensor-data")]
    [InlineData("clickhouse")]
    [InlineData("")]
    [InlineData(null)]
    public void Means_AFolder_IsFalse(string? store) => Assert.False(ClickHouseAddress.Means(store));
}
