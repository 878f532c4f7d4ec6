using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace FlowSensor.IntegrationTests.Dashboard.Browser;

/// <summary>One tab of a browser that looks at the dashboard; keeps what its console says.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _origin;
    private readonly BrowserView _view;
    private readonly ConcurrentQueue<string> _complaints = new();

    private DashboardPage(IBrowserContext context, IPage page, string origin, BrowserView view)
    {
        _context = context;
        _origin = origin;
        _view = view;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue("error: " + error);
        page.Dialog += (_, dialog) =>
        {
            _complaints.Enqueue("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>What the console complained about, and dialogs that opened.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Opens a tab in a profile of its own.</summary>
    public static async Task<DashboardPage> OpenAsync(IBrowser browser, string origin, BrowserView view, string zone = "UTC")
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
            ColorScheme = view.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = view.Language,
            TimezoneId = zone,
            ReducedMotion = ReducedMotion.Reduce,
            IgnoreHTTPSErrors = true,
        });
        context.SetDefaultTimeout(30_000);
        return new DashboardPage(context, await context.NewPageAsync(), origin, view);
    }

    /// <summary>Goes to a path and waits until the page is live.</summary>
    public async Task<IResponse> GoAsync(string path)
    {
        IResponse response = (await Page.GotoAsync(_origin + path))!;
        await LiveAsync();
        return response;
    }

    /// <summary>Waits until the page has its connection: what is clicked before goes nowhere.</summary>
    public async Task LiveAsync()
    {
        try
        {
            await Page.WaitForSelectorAsync("html[data-live='true']", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{Page.Url} is not live: {string.Join('\n', _complaints)}");
        }
    }

    /// <summary>Waits until the address has a part, however it is written there. Pages change it without loading anything.</summary>
    public async Task ArriveAsync(string part)
    {
        for (int i = 0; !Uri.UnescapeDataString(Page.Url).Contains(part, StringComparison.Ordinal); i++)
        {
            Assert.True(i < 600, $"{Page.Url} is not {part}: {string.Join('\n', _complaints)}");
            await Task.Delay(50);
        }
    }

    /// <summary>The words of the page.</summary>
    public Task<string> TextAsync() => Page.InnerTextAsync("main");

    /// <summary>Saves a picture of the whole page.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens.Folder, $"{name}-{_view.Name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });

    /// <summary>What is not accessible on the page, by axe-core's rules.</summary>
    /// <param name="name">The page, for the messages.</param>
    /// <param name="tag">Only rules with this tag; empty for all.</param>
    public async Task<IReadOnlyList<string>> AccessibilityAsync(string name, string tag = "")
    {
        AxeResult result = await Page.RunAxe(tag.Length == 0 ? null : new AxeRunOptions { RunOnly = RunOnlyOptions.Tags(tag) });
        return
        [
            .. result.Violations.Select(violation => $"{name} ({_view.Name}): {violation.Id}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(static node => $"{node.Html} {string.Join(' ', node.Any.Concat(node.All).Select(static check => check.Message))}"))),
        ];
    }

    /// <summary>Fails where the page is not accessible.</summary>
    public async Task AssertAccessibleAsync(string name) => Assert.Empty(await AccessibilityAsync(name));

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
