using System.Globalization;
using FlowSensor.Engine.Replay;

namespace FlowSensor.Commands;

/// <summary>One line on stderr that shows how far a replay is; only made where stderr is a terminal.</summary>
internal sealed class ReplayProgressBar(TimeProvider clock) : IProgress<ReplayProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _shown;
    private int _length;

    /// <inheritdoc/>
    public void Report(ReplayProgress value)
    {
        if (_shown != 0 && clock.GetElapsedTime(_shown) < Interval)
        {
            return;
        }

        _shown = clock.GetTimestamp();
        double done = value.TotalOctets == 0 ? 0 : Math.Clamp((double)value.Octets / value.TotalOctets, 0, 1);
        int filled = (int)(done * BarWidth);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done * 100,3:0} %  {value.Records:N0} records  {Path.GetFileName(value.File)}");
        int width = Math.Max(20, Console.BufferWidth - 1);
        line = line.Length > width ? line[..width] : line;
        Console.Error.Write("\r" + line.PadRight(Math.Min(_length, width)));
        _length = line.Length;
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_length > 0)
        {
            Console.Error.Write("\r" + new string(' ', _length) + "\r");
        }
    }
}
