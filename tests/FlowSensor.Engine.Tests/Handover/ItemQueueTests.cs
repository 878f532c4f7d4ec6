using FlowSensor.Engine.Handover;

namespace FlowSensor.Engine.Tests.Handover;

public sealed class ItemQueueTests
{
    private readonly ItemQueue<string> _queue = new(4, 2, static item => item.StartsWith('L'));

    [Fact]
    public void TryPut_FullOfLargeOrOfAll_TakesWhatHasRoom()
    {
        Assert.True(_queue.TryPut("L1", waits: false));
        Assert.True(_queue.TryPut("L2", waits: false));
        Assert.False(_queue.TryPut("L3", waits: false));
        Assert.True(_queue.TryPut("s1", waits: false));
        Assert.True(_queue.TryPut("s2", waits: false));
        Assert.False(_queue.TryPut("s3", waits: false));

        Assert.False(_queue.TryTakeSmall(out _));
        Assert.Equal("L1", Take());
        Assert.True(_queue.TryPut("L3", waits: false));
        Assert.Equal(["L2", "s1", "s2", "L3"], (string[])[Take(), Take(), Take(), Take()]);
    }

    [Fact]
    public void Await_IsForAnItemOrTheEnd()
    {
        Assert.False(_queue.Await(TimeSpan.Zero));
        _queue.TryPut("s1", waits: false);
        Assert.True(_queue.Await(TimeSpan.MaxValue));
        Assert.Equal("s1", Take());
        Assert.False(_queue.Await(TimeSpan.FromMilliseconds(1)));
        _queue.TryComplete();
        Assert.True(_queue.Await(TimeSpan.MaxValue));
    }

    [Fact]
    public async Task TryPut_Waits_UntilSomethingIsTaken()
    {
        _queue.TryPut("L1", waits: false);
        _queue.TryPut("L2", waits: false);
        Task<bool> third = Task.Run(() => _queue.TryPut("L3", waits: true));

        Assert.Equal("L1", Take());

        Assert.True(await third);
        Assert.Equal(["L2", "L3"], (string[])[Take(), Take()]);
    }

    [Fact]
    public async Task TryComplete_WhoWaitsForItemsOrRoom_IsToldThatThereAreNone()
    {
        Task<bool> taking = Task.Run(() => new ItemQueue<string>(1, 1, static _ => false) is { } empty && empty.TryComplete() && empty.TryTake(out _));
        for (int i = 0; i < 4; i++)
        {
            _queue.TryPut("s", waits: false);
        }

        Task<bool> putting = Task.Run(() => _queue.TryPut("s", waits: true));

        Assert.True(_queue.TryComplete());
        Assert.False(_queue.TryComplete());
        Assert.False(await taking);
        Assert.False(await putting);
        Assert.False(_queue.TryPut("s", waits: false));
        Assert.Equal(4, _queue.Count);
        Assert.Equal(["s", "s", "s", "s"], (string[])[Take(), Take(), Take(), Take()]);
        Assert.False(_queue.TryTake(out _));
    }

    private string Take()
    {
        Assert.True(_queue.TryTake(out string? item));
        return item;
    }
}
