using System.Globalization;
using FlowSensor.IntegrationTests.Dashboard.Browser;
using FlowSensor.Tests.Peers;
using Xunit.Abstractions;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>Many browsers at once: six here, fifty with <c>FLOWSENSOR_FULL=1</c>.</summary>
[Collection(DashboardBrowserCollection.Name)]
public sealed class PagesLoadTests(DashboardBrowser browser, ITestOutputHelper output)
{
    private static readonly int Browsers = Environment.GetEnvironmentVariable("FLOWSENSOR_FULL") == "1" ? 50 : 6;
    // A page with its circuit takes one or two MiB; the rest is what the runtime takes for the first of its kind.
    private const long MostOctetsEach = 12 << 20;

    [PeerFact("chromium")]
    public async Task Browsers_AtOnce_HoldInBoundedMemory()
    {
        string[] paths = ["/", "/sources", "/incidents", "/health", "/mail"];
        long before = browser.Sensor.ResidentOctets;
        List<DashboardPage> pages = [];
        try
        {
            for (int i = 0; i < Browsers; i++)
            {
                DashboardPage page = await browser.OpenAsync(BrowserView.Phone);
                pages.Add(page);
                await page.GoAsync(paths[i % paths.Length] + DashboardSensorFiles.Range);
            }

            long open = browser.Sensor.ResidentOctets;

            foreach (DashboardPage page in pages)
            {
                string title = await page.Page.InnerTextAsync("h1");
                await page.Page.ClickAsync("button.live");
                await page.Page.WaitForSelectorAsync("button.live[aria-pressed='true']");
                Assert.NotEqual("", title);
                Assert.Empty(page.Complaints);
            }

            long used = browser.Sensor.ResidentOctets;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before {before >> 10} KiB, {Browsers} open {open >> 10} KiB, used {used >> 10} KiB, each {(used - before) / Browsers >> 10} KiB"));
            Assert.True(used - before < Browsers * MostOctetsEach, $"{(used - before) / Browsers} octets a browser");
        }
        finally
        {
            foreach (DashboardPage page in pages)
            {
                await page.DisposeAsync();
            }
        }
    }
}
