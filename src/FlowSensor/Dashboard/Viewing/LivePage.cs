using FlowSensor.Engine.Storage;
using Microsoft.AspNetCore.Components;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>A page that asks again when there is something new, and keeps what it shows when an answer fails.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private volatile bool _isGone;
    private bool _isLoading;

    /// <summary>True while the viewer holds the page still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Time the page is about.</summary>
    public PageRange Range { get; private set; } = PageRange.Of(null, null, null, DateTimeOffset.UnixEpoch);

    /// <summary>When what is shown was asked; null before the first answer.</summary>
    public DateTimeOffset? Asked { get; private set; }

    /// <summary>Why the last question failed; null when it did not.</summary>
    public string? Trouble { get; private set; }

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private protected AnswerCache Cache { get; set; } = null!;

    [Inject]
    private protected LiveTicker Ticker { get; set; } = null!;

    [CascadingParameter]
    private protected Viewer Viewer { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "range")]
    private protected string? RangeName { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private protected string? RangeFrom { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private protected string? RangeTo { get; set; }

    private protected Texts T => Viewer.Texts;

    /// <summary>The range for addresses of other pages.</summary>
    private protected string KeptQuery => PageAddress.RangeOf(Navigation.Uri);

    /// <summary>Holds the page still, or lets it go on.</summary>
    public Task PauseAsync()
    {
        IsPaused = !IsPaused;
        return IsPaused ? Task.CompletedTask : ReloadAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGone = true;
        Ticker.Ticked -= Tick;
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks for everything the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Asks again, also when something was changed.</summary>
    protected async Task ReloadAsync()
    {
        if (_isLoading || _isGone)
        {
            return;
        }

        _isLoading = true;
        try
        {
            Range = PageRange.Of(RangeName, RangeFrom, RangeTo, Clock.GetUtcNow());
            await LoadAsync();
            Asked = Clock.GetUtcNow();
            Trouble = null;
        }
        catch (StoreException failure)
        {
            Trouble = failure.Message;
        }
        finally
        {
            _isLoading = false;
        }
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReloadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // Only pages that are looked at get here; what is rendered for the first sight only does not.
        if (firstRender)
        {
            Ticker.Ticked += Tick;
        }
    }

    private void Tick()
    {
        if (!IsPaused && !_isGone)
        {
            _ = InvokeAsync(TickAsync);
        }
    }

    private async Task TickAsync()
    {
        // An absolute range that has passed does not change any more.
        if (_isGone || (!Range.IsRelative && Range.To < Clock.GetUtcNow().AddHours(-1) && Asked is not null && Trouble is null && !Follows))
        {
            return;
        }

        await ReloadAsync();
        StateHasChanged();
    }

    /// <summary>True when the page also shows what is outside its range, such as incidents that are open.</summary>
    protected virtual bool Follows => true;
}
