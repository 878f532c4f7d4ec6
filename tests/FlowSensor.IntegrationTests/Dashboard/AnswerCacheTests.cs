using FlowSensor.Dashboard.Answers;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>What equal questions share, with a clock of the test's own.</summary>
public sealed class AnswerCacheTests
{
    private readonly HandClock _clock = new();
    private readonly AnswerCache _cache;
    private int _asked;

    public AnswerCacheTests() => _cache = new AnswerCache(_clock);

    [Fact]
    public async Task Ask_EqualQuestions_ShareAnAnswerForTwoSeconds()
    {
        int first = await AskAsync("one");
        int again = await AskAsync("one");
        int other = await AskAsync("two");
        _clock.Seconds += 3;
        int later = await AskAsync("one");

        Assert.Equal((1, 1, 2, 3), (first, again, other, later));
    }

    [Fact]
    public async Task Ask_WhileItIsAsked_WaitsForThatAnswer()
    {
        TaskCompletionSource<string?> answer = new();
        Task<string?> first = _cache.AskAsync("slow", () => answer.Task, CancellationToken.None);
        _clock.Seconds += 3;
        Task<string?> second = _cache.AskAsync<string?>("slow", static () => throw new InvalidOperationException("asked twice"), CancellationToken.None);
        answer.SetResult(null);

        Assert.Null(await first);
        Assert.Null(await second);
    }

    [Fact]
    public async Task Ask_AfterClear_AsksAgain()
    {
        await AskAsync("one");
        _cache.Clear();

        Assert.Equal(2, await AskAsync("one"));
    }

    [Fact]
    public async Task Ask_ThatFailed_IsAskedAgain()
    {
        await Assert.ThrowsAsync<NotFoundException>(() => _cache.AskAsync<int>("one", static () => throw new NotFoundException("gone"), CancellationToken.None));

        Assert.Equal(1, await AskAsync("one"));
    }

    [Fact]
    public async Task Ask_ManyQuestions_ForgetsTheOldOnes()
    {
        for (int i = 0; i < 10_000; i++)
        {
            await AskAsync(i);
        }

        Assert.Equal(10_001, await AskAsync(0));
    }

    private Task<int> AskAsync(object question) => _cache.AskAsync(question, () => Task.FromResult(++_asked), CancellationToken.None);

    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; } = 1_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
