using FlowSensor.Tests.Peers;
using Microsoft.Playwright;

namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>A running sensor with a store of its own, filled from captures, and Debian's Chromium to look at it.</summary>
public sealed class DashboardBrowser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The sensor.</summary>
    internal DashboardSensor Sensor { get; private set; } = null!;

    /// <summary>Where the browser's tabs begin.</summary>
    internal string Origin => Sensor.Origin;

    public async Task InitializeAsync()
    {
        if (PeerCatalog.Find("chromium") is not string chromium)
        {
            return;
        }

        // How long something is waited for before it counts as missing, not how fast it has to be.
        Assertions.SetDefaultExpectTimeout(60_000);
        Sensor = DashboardSensor.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        Sensor?.Dispose();
    }

    /// <summary>Opens a tab on another sensor's dashboard.</summary>
    internal Task<DashboardPage> OpenAsync(string origin, BrowserView view) => DashboardPage.OpenAsync(_browser!, origin, view);

    /// <summary>Opens a tab.</summary>
    internal Task<DashboardPage> OpenAsync(BrowserView view, string zone = "UTC") => DashboardPage.OpenAsync(_browser!, Origin, view, zone);
}
