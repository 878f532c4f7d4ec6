using FlowSensor.IntegrationTests.Dashboard.Browser;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>The pages in a real browser.</summary>
[Collection(DashboardBrowserCollection.Name)]
public sealed class PagesTests(DashboardBrowser browser)
{
    [PeerFact("chromium")]
    public async Task Now_OfARunningSensor_IsLiveAccessibleAndQuiet()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);

        await page.GoAsync("/" + DashboardSensorFiles.Range);

        Assert.Equal("Now", await page.Page.InnerTextAsync("h1"));
        await page.PictureAsync("now");
        await page.AssertAccessibleAsync("now");
        Assert.Empty(page.Complaints);
    }
}
