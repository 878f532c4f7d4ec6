using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

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
    public string? Trouble { get; private protected set; }

    /// <summary>What is in the store; null before the first answer.</summary>
    public StoreFacts? Stored { get; private set; }

    [Inject]
    private protected SensorAnswers Answers { get; set; } = null!;

    [Inject]
    private protected AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private protected AuditLog Audit { get; set; } = null!;

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

    /// <summary>Who looks.</summary>
    private protected Actor Actor { get; private set; }

    /// <summary>True for who may act, not only look.</summary>
    private protected bool MayAct => Actor.Role is AccessRole.Operate or AccessRole.Admin;

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
            Actor = Actor.Of((await Authentication.GetAuthenticationStateAsync()).User);
            Stored = (await AskAsync("sensor", () => Answers.Health.SensorAsync())).Store;
            Trouble = null;
            await LoadAsync();
            Asked = Clock.GetUtcNow();
        }
        catch (Exception failure) when (failure is StoreException or SensorStartingException or NotFoundException)
        {
            Trouble = failure.Message;
        }
        finally
        {
            _isLoading = false;
        }
    }

    /// <summary>Does something that changes what is shown, and writes it down. Whoever may only look is refused here, whatever the page showed.</summary>
    /// <param name="action">What, for the audit log.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">More about it.</param>
    /// <param name="act">Does it.</param>
    /// <returns>True when it was done.</returns>
    private protected async Task<bool> ActAsync(string action, string subject, string detail, Func<Task> act)
    {
        Actor = Actor.Of((await Authentication.GetAuthenticationStateAsync()).User);
        if (!MayAct)
        {
            Audit.Write(Actor, action, subject, AuditLog.Refused, detail);
            Trouble = T["You may look, but not do this."];
            return false;
        }

        try
        {
            await act();
        }
        catch (Exception failure) when (failure is StoreException or SensorStartingException or NotFoundException)
        {
            Audit.Write(Actor, action, subject, failure.Message, detail);
            Trouble = failure.Message;
            return false;
        }

        Audit.Write(Actor, action, subject, AuditLog.Done, detail);
        Cache.Clear();
        await ReloadAsync();
        return true;
    }

    /// <summary>Asks a question of the page's time, or takes the answer of a moment ago.</summary>
    /// <param name="what">The question and its values, but for the time.</param>
    /// <param name="ask">Asks it.</param>
    private protected Task<T> AskAsync<T>(string what, Func<Task<T>> ask) => Cache.AskAsync($"{what}|{Range.Query}", ask, CancellationToken.None);

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
