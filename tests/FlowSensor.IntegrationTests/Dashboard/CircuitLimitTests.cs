using FlowSensor.Dashboard.Viewing;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>How many browsers there is room for, and what the next one gets.</summary>
public sealed class CircuitLimitTests
{
    [Fact]
    public async Task Watch_MoreThanThereIsRoomFor_RefusesUntilOneHasGone()
    {
        CircuitLimit limit = new();
        CircuitHandler first = limit.Watch();
        await first.OnCircuitOpenedAsync(null!, CancellationToken.None);
        for (int i = 1; i < CircuitLimit.Most; i++)
        {
            Assert.True(limit.HasRoom);
            await limit.Watch().OnCircuitOpenedAsync(null!, CancellationToken.None);
        }

        Assert.False(limit.HasRoom);
        CircuitHandler refused = limit.Watch();
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused.OnCircuitOpenedAsync(null!, CancellationToken.None));
        await refused.OnCircuitClosedAsync(null!, CancellationToken.None);
        Assert.Equal(CircuitLimit.Most, limit.Open);
        await first.OnCircuitClosedAsync(null!, CancellationToken.None);
        Assert.True(limit.HasRoom);
    }

    [Fact]
    public async Task FullPage_InChinese_SaysSoWithItsStyle()
    {
        await using ServiceProvider services = new ServiceCollection().AddSingleton<DashboardAssets>().BuildServiceProvider();
        DefaultHttpContext context = new() { RequestServices = services };
        context.Request.Headers.AcceptLanguage = "zh-TW";
        using MemoryStream body = new();
        context.Response.Body = body;

        await FullPage.ShowAsync(context);

        string page = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal("30", context.Response.Headers.RetryAfter);
        Assert.Contains("href=\"/assets/dashboard.css?v=", page, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-Hant\"", page, StringComparison.Ordinal);
    }
}
