using FlowSensor.IntegrationTests.Dashboard.Browser;
using FlowSensor.Tests.Peers;
using Microsoft.Playwright;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>
/// The pictures of the README, taken of the running sensor: into the folder that <c>FLOWSENSOR_PICTURES</c> names, or where the other pictures go.
/// </summary>
[Collection(DashboardBrowserCollection.Name)]
public sealed class PagesPicturesTests(DashboardBrowser browser)
{
    private const int MostOctets = 300_000;

    private static readonly (string Name, string Path, bool IsDark)[] Pictures =
    [
        ("now", "/" + DashboardSensorFiles.DayRange + "&measure=flows", false),
        ("incident", "/incidents" + DashboardSensorFiles.LabRange + "&kind=mail_server_attacked", false),
        ("sources", "/sources" + DashboardSensorFiles.Range + "&service=smtp.request", true),
        ("mail", "/mail" + DashboardSensorFiles.LabRange, true),
        ("health", "/health" + DashboardSensorFiles.Range, false),
    ];

    [PeerFact("chromium")]
    public async Task Pictures_OfTheReadme_AreTakenAndSmall()
    {
        string folder = Environment.GetEnvironmentVariable("FLOWSENSOR_PICTURES") is { Length: > 0 } named ? named : Path.Combine(Screens.Folder, "pictures");
        Directory.CreateDirectory(folder);
        foreach ((string name, string path, bool isDark) in Pictures)
        {
            await using DashboardPage page = await browser.OpenAsync(new BrowserView(name, 1280, 860, isDark));
            await page.GoAsync(path);
            if (name == "incident")
            {
                await page.Page.ClickAsync("tbody th a");
                await page.Page.WaitForSelectorAsync("text=Take care of it");
            }

            string file = Path.Combine(folder, name + ".png");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });

            Assert.InRange(new FileInfo(file).Length, 10_000, MostOctets);
        }

        string readme = await File.ReadAllTextAsync(Path.Combine(DashboardSensorFiles.Root, "README.md"));
        Assert.All(Pictures, picture => Assert.Contains($"docs/pictures/{picture.Name}.png", readme, StringComparison.Ordinal));
    }
}
