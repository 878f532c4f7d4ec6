using FlowSensor.IntegrationTests.Dashboard.Browser;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>Every page over a replayed store, in a real browser: as it looks, without a complaint of the console, and accessible.</summary>
[Collection(DashboardBrowserCollection.Name)]
public sealed class PagesTests(DashboardBrowser browser)
{
    private const string Range = DashboardSensorFiles.Range;

    private static readonly (string Name, string Path, string Title)[] Pages =
    [
        ("now", "/" + Range, "Now"),
        ("sources", "/sources" + Range + "&service=smtp.request", "Sources"),
        ("source", "/sources/198.51.100.21" + DashboardSensorFiles.LabRange, "198.51.100.21"),
        ("mail", "/mail" + DashboardSensorFiles.LabRange, "Mail servers"),
        ("dns", "/dns" + DashboardSensorFiles.LabRange, "DNS"),
        ("incidents", "/incidents" + Range, "Incidents"),
        ("routes", "/routes?address=10.0.0.9", "Routes and contacts"),
        ("abuse", "/abuse" + Range, "Abuse desk"),
        ("blocklist", "/abuse/blocklist", "Block list"),
        ("logs", "/logs" + Range, "Logs"),
        ("health", "/health" + Range, "Health"),
        ("empty", "/?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z", "Now"),
        ("not-found", "/no/such/page", "No such page"),
    ];

    [PeerFact("chromium")]
    public Task Pages_InLight_AreAccessibleAndQuiet() => LookAsync(BrowserView.Light, "");

    [PeerFact("chromium")]
    public Task Pages_InDark_HaveContrastAndAreQuiet() => LookAsync(BrowserView.Dark, "cat.color");

    [PeerFact("chromium")]
    public Task Pages_OnAPhone_FitAndAreQuiet() => LookAsync(BrowserView.Phone, null);

    [PeerFact("chromium")]
    public async Task Incident_FromTheList_ShowsWhy()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        await page.GoAsync("/incidents" + Range + "&kind=mail_server_attacked");

        await page.Page.ClickAsync("tbody th a");
        await page.Page.WaitForSelectorAsync("text=Take care of it");

        await page.PictureAsync("incident");
        await page.AssertAccessibleAsync("incident");
        Assert.Contains("recipients refused as unknown", await page.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    // The rules of accessibility are all of them, those of one tag, or none: what a page is made of is the same in both themes.
    private async Task LookAsync(BrowserView view, string? rules)
    {
        await using DashboardPage page = await browser.OpenAsync(view);
        List<string> failures = [];
        foreach ((string name, string path, string title) in Pages)
        {
            await page.GoAsync(path);
            await page.PictureAsync(name);
            string shown = await page.Page.InnerTextAsync("h1");
            if (shown != title)
            {
                failures.Add($"{name} is headed '{shown}'");
            }

            // Wide tables scroll in their own box; the page itself never does.
            int tooWide = await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (tooWide > 0)
            {
                failures.Add($"{name} is {tooWide} pixels too wide");
            }

            if (rules is not null)
            {
                failures.AddRange(await page.AccessibilityAsync(name, rules));
            }
        }

        Assert.Empty(failures);
        Assert.DoesNotContain(page.Complaints, static complaint => !complaint.Contains("404", StringComparison.Ordinal));
    }
}
