using System.Text.Json;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.IntegrationTests.Dashboard.Api;

/// <summary>How many long lists are on their way at once.</summary>
public sealed class LongListTests
{
    [Fact]
    public async Task Enter_TwoAreInside_TheThirdComesWhenOneIsThrough()
    {
        using LongLists lists = new(Timeout.InfiniteTimeSpan);
        using IDisposable one = await lists.EnterAsync(CancellationToken.None);
        using IDisposable other = await lists.EnterAsync(CancellationToken.None);
        Task<IDisposable> third = lists.EnterAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);

        // That it is ended twice makes no second place.
        one.Dispose();
        one.Dispose();
        using IDisposable entered = await third;
        Task<IDisposable> fourth = lists.EnterAsync(CancellationToken.None);
        Assert.False(fourth.IsCompleted);
        entered.Dispose();
        (await fourth).Dispose();
    }

    [Fact]
    public async Task Enter_WithoutAPlaceInTime_Is503WithATimeToTryAgain()
    {
        using LongLists lists = new(TimeSpan.Zero);
        using IDisposable one = await lists.EnterAsync(CancellationToken.None);
        using IDisposable other = await lists.EnterAsync(CancellationToken.None);
        DefaultHttpContext context = new();
        using MemoryStream body = new();
        context.Response.Body = body;

        await ApiProblems.AnswerAsync(context, async _ => await lists.EnterAsync(CancellationToken.None), NullLogger.Instance);

        Assert.Equal((503, "10"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("long lists", JsonElement.Parse(body.ToArray()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public void IsLong_OfRows(int rows, bool isLong) => Assert.Equal(isLong, LongLists.IsLong(rows));
}
