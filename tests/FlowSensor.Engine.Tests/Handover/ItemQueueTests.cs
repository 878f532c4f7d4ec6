using FlowSensor.Engine.Handover;

namespace FlowSensor.Engine.Tests.Handover;

public sealed class ItemQueueTests
{
    private readonly ItemQueue<string> _queue = new(4, 2, static item => item.StartsWith('L'));

    [Fact]
    public async Task Put_FullOfLarge_SmallOnesGoOnAndLargeOnesWait()
    {
        _queue.Put("L1");
        _queue.Put("L2");
        Task<bool> third = Task.Run(() => _queue.Put("L3"));
        Assert.True(_queue.Put("s1"));

        Assert.False(_queue.TryTakeSmall(out _));
        Assert.Equal(3, _queue.Count);
        Assert.Equal("L1", Take());
        Assert.True(await third);
        Assert.Equal(["L2", "s1", "L3"], (string[])[Take(), Take(), Take()]);
    }

    [Fact]
    public async Task Put_FullOfAll_Waits()
    {
        for (int i = 0; i < 4; i++)
        {
            _queue.Put($"s{i}");
        }

        Task<bool> fifth = Task.Run(() => _queue.Put("s4"));

        Assert.Equal("s0", Take());
        Assert.True(await fifth);
        Assert.True(_queue.TryTakeSmall(out string? next));
        Assert.Equal("s1", next);
        Assert.Equal(["s2", "s3", "s4"], (string[])[Take(), Take(), Take()]);
    }

    [Fact]
    public async Task TryComplete_WhoWaitsForItemsOrRoom_IsToldThatThereAreNone()
    {
        Task<bool> taking = Task.Run(() => new ItemQueue<string>(1, 1, static _ => false) is { } empty && empty.TryComplete() && empty.TryTake(out _));
        for (int i = 0; i < 4; i++)
        {
            _queue.Put("s");
        }

        Task<bool> putting = Task.Run(() => _queue.Put("s"));

        Assert.True(_queue.TryComplete());
        Assert.False(_queue.TryComplete());
        Assert.False(await taking);
        Assert.False(await putting);
        Assert.False(_queue.Put("s"));
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
