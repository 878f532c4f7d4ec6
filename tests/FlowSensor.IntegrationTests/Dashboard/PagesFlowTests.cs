using System.Text.RegularExpressions;
using FlowSensor.IntegrationTests.Dashboard.Access;
using FlowSensor.IntegrationTests.Dashboard.Browser;
using FlowSensor.IntegrationTests.TimeSeries;
using FlowSensor.Tests.Peers;
using Microsoft.Playwright;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>What people do on the pages, in a real browser.</summary>
[Collection(DashboardBrowserCollection.Name)]
public sealed partial class PagesFlowTests(DashboardBrowser browser)
{
    private const string Range = DashboardSensorFiles.LabRange;

    [PeerFact("chromium")]
    public async Task Source_Searched_LeadsToItsReport()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        await page.GoAsync("/sources" + Range);

        await page.Page.FillAsync("#network", "198.51.100.21");
        await page.Page.PressAsync("#network", "Enter");
        await page.ArriveAsync("/sources/198.51.100.21");
        await page.Page.ClickAsync(".head a:has-text('Report')");
        await page.ArriveAsync("/report");
        string report = await page.Page.InnerTextAsync("pre");

        Assert.Contains("198.51.100.21", report, StringComparison.Ordinal);
        await page.PictureAsync("report");
        await page.Page.SelectOptionAsync("#format", "xarf");
        await page.ArriveAsync("form=xarf");
        await Assertions.Expect(page.Page.Locator("pre")).ToContainTextAsync("\"source_identifier\": \"198.51.100.21\"");
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task Incident_AcknowledgedMutedAndNoted_SaysSo()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        await page.GoAsync("/incidents" + Range + "&kind=ping_storm");
        await page.Page.ClickAsync("tbody tr:has-text('198.51.100.21') th a");
        await page.Page.FillAsync("#reason", "<b>written</b> to \"the institute\"");

        await page.Page.ClickAsync("button:has-text('Acknowledge')");
        await Assertions.Expect(page.Page.Locator(".notice.good")).ToHaveTextAsync("Acknowledged.");
        await page.Page.ClickAsync("button:has-text('Mute')");
        await Assertions.Expect(page.Page.Locator(".notice.good")).ToHaveTextAsync("Muted.");
        await page.Page.FillAsync("#note", "called <script>alert('note')</script>");
        await page.Page.ClickAsync("button:has-text('Write down')");
        await Assertions.Expect(page.Page.Locator("li:has-text(\"called <script>alert('note')</script>\")")).ToHaveCountAsync(1);

        ILocator decisions = page.Page.Locator("table:has(th:has-text('Decision')) tbody tr");
        await Assertions.Expect(decisions).ToHaveCountAsync(2);
        Assert.Contains("<b>written</b> to \"the institute\"", await decisions.First.InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.ClickAsync("tr:has-text('mute') button:has-text('Take back')");
        await Assertions.Expect(decisions).ToHaveCountAsync(1);
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task LookUp_Address_IsExplained()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        await page.GoAsync("/routes");

        await page.Page.FillAsync("#address", "192.0.2.25");
        await page.Page.ClickAsync("button:has-text('Look up')");

        await Assertions.Expect(page.Page.Locator(".steps li")).Not.ToHaveCountAsync(0);
        string text = await page.TextAsync();
        Assert.Contains("abuse@univ.example", text, StringComparison.Ordinal);
        Assert.Contains("192.0.2.0/24 is of 'Sample University'", text, StringComparison.Ordinal);
        await page.Page.FillAsync("#address", "nonsense");
        await page.Page.ClickAsync("button:has-text('Look up')");
        await Assertions.Expect(page.Page.Locator(".notice.warn")).ToContainTextAsync("not an address");
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task Range_Chosen_IsInTheAddressOfEveryPage()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light, "Asia/Taipei");
        await page.GoAsync("/?range=7d");
        await page.GoAsync("/?range=7d");

        // The second visit knows the browser's zone.
        await page.Page.SelectOptionAsync("select[aria-label='Time range']", "custom");
        await page.Page.FillAsync("input[type='datetime-local'] >> nth=0", "2026-11-21T17:15");
        await page.Page.FillAsync("input[type='datetime-local'] >> nth=1", "2026-11-21T17:40");
        await page.Page.ClickAsync("button:has-text('Show')");
        await page.ArriveAsync("/?from=2026-11-21T09:15:00Z&to=2026-11-21T09:40:00Z");
        await Assertions.Expect(page.Page.Locator(".head-note")).ToHaveTextAsync(HeadOfTaipei());
        await page.Page.ClickAsync("nav a:has-text('Incidents')");
        await page.ArriveAsync("/incidents?from=2026-11-21T09:15:00Z&to=2026-11-21T09:40:00Z");
        await Assertions.Expect(page.Page.Locator("tbody tr:has-text('mail server attacked')")).ToHaveCountAsync(1);
        await page.Page.ClickAsync("[data-zone-choice='utc']");
        await Assertions.Expect(page.Page.Locator(".head-note")).ToHaveTextAsync("2026-11-21 09:15 – 2026-11-21 09:40 UTC");
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task Exports_Arriving_ShowByThemselvesUnlessPaused()
    {
        await using DashboardPage live = await browser.OpenAsync(BrowserView.Light);
        await using DashboardPage paused = await browser.OpenAsync(BrowserView.Dark);
        await live.GoAsync("/health?range=1h");
        await paused.GoAsync("/health?range=1h");
        await paused.Page.ClickAsync("button.live");
        await Assertions.Expect(paused.Page.Locator("button.live")).ToHaveAttributeAsync("aria-pressed", "true");
        ILocator exporter = live.Page.Locator("tbody tr:has-text('NetFlow v5')");
        await Assertions.Expect(exporter).ToHaveCountAsync(0);

        using ExportLoad load = new(browser.Sensor.Exports);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        load.Send(now - 180, 5);
        load.Send(now - 60, 5);
        load.Send(now, 5);

        await Assertions.Expect(exporter).ToHaveCountAsync(1);
        Assert.Equal(0, await paused.Page.Locator("tbody tr:has-text('NetFlow v5')").CountAsync());
        await paused.Page.ClickAsync("button.live");
        await Assertions.Expect(paused.Page.Locator("tbody tr:has-text('NetFlow v5')")).ToHaveCountAsync(1);
        Assert.Empty(live.Complaints);
        Assert.Empty(paused.Complaints);
    }

    [PeerFact("chromium")]
    public async Task HostileStrings_OfLogsContactsAndMail_StayText()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        foreach ((string path, string[] texts) in ((string, string[])[])
        [
            ("/logs" + DashboardSensorFiles.Range, ["<script>alert('log')</script>", "<img src=x onerror=alert(2)>", "helo=<\"><script>alert('helo')</script>>"]),
            ("/routes?address=10.0.0.9", ["Institute of <b>Markup</b> & Quotes \"", "<script>alert(1)</script>"]),
            ("/sources/10.0.0.9" + DashboardSensorFiles.Range, ["Institute of <b>Markup</b> & Quotes \"", "<script>alert(1)</script>"]),
            ("/sources/10.0.0.151", ["<script>alert('subject')</script>"]),
            ("/abuse?range=1h", ["<script>alert('subject')</script>"]),
            ("/sources/<script>alert(4)", ["No such source"]),
            ("/sources?network=%22%3E%3Cscript%3Ealert(5)%3C/script%3E&service=%3Cb%3E&sort=%27--&page=-1", ["neither an address nor a network"]),
            ("/incidents/%3Cscript%3Ealert(6)%3C%2Fscript%3E", ["There is no incident '<script>alert(6)</script>'"]),
        ])
        {
            await page.GoAsync(path);
            string shown = await page.TextAsync();
            Assert.All(texts, text => Assert.Contains(text, shown, StringComparison.Ordinal));
            Assert.Equal(0, await page.Page.Locator("main script, main img, main b, main iframe").CountAsync());
        }

        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task Language_OfTheBrowser_IsUsedAndCanBeChanged()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Chinese);
        await page.GoAsync("/incidents" + DashboardSensorFiles.Range);
        Assert.Equal("事件", await page.Page.InnerTextAsync("h1"));
        Assert.Equal("zh-Hant", await page.Page.GetAttributeAsync("html", "lang"));
        await page.PictureAsync("incidents");

        await page.Page.ClickAsync("a[hreflang='en']");
        await page.LiveAsync();

        Assert.Equal("Incidents", await page.Page.InnerTextAsync("h1"));
        Assert.EndsWith("/incidents" + DashboardSensorFiles.Range, Uri.UnescapeDataString(page.Page.Url), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task Keyboard_Alone_SkipsAndChangesTheTheme()
    {
        await using DashboardPage page = await browser.OpenAsync(BrowserView.Light);
        await page.GoAsync("/health" + Range);

        // A page begins at its heading; the link to skip the navigation is before everything else.
        Assert.Equal("H1", await page.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        Assert.Equal("skip", await page.Page.EvaluateAsync<string>("() => document.querySelector('a, button, input, select').className"));
        await page.Page.FocusAsync(".skip");
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.Page.FocusAsync("[data-theme-choice='dark']");
        await page.Page.Keyboard.PressAsync("Space");
        Assert.Equal("dark", await page.Page.GetAttributeAsync("html", "data-theme"));
        await page.GoAsync("/dns" + Range);
        Assert.Equal("dark", await page.Page.GetAttributeAsync("html", "data-theme"));
        Assert.Empty(page.Complaints);
    }

    [PeerFact("chromium")]
    public async Task User_LogsInAndOut_AndMayOnlyLook()
    {
        using AccessSensor sensor = new();
        await using DashboardPage page = await browser.OpenAsync(sensor.Address, BrowserView.Light);
        await page.Page.GotoAsync(sensor.Address + "/incidents?range=7d");
        await page.PictureAsync("log-in");
        await page.AssertAccessibleAsync("log-in");
        await page.Page.FillAsync("#name", "rita");
        await page.Page.FillAsync("#password", AccessSensor.Password);

        await page.Page.ClickAsync("button[type='submit']");
        await page.LiveAsync();
        Assert.EndsWith("/incidents?range=7d", page.Page.Url, StringComparison.Ordinal);
        Assert.Contains("rita", await page.Page.InnerTextAsync(".account"), StringComparison.Ordinal);
        await page.Page.ClickAsync(".account a");
        await page.Page.ClickAsync("button[type='submit']");
        await page.ArriveAsync("/login");

        IResponse again = (await page.Page.GotoAsync(sensor.Address + "/"))!;
        Assert.Contains("/login", again.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [GeneratedRegex(@"^2026-11-21 17:15 – 2026-11-21 17:40 UTC\+08:00$")]
    private static partial Regex HeadOfTaipei();
}
