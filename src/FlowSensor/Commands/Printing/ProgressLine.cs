using System.Globalization;

namespace FlowSensor.Commands.Printing;

/// <summary>One line on stderr that shows how far something is; only made where stderr is a terminal.</summary>
internal sealed class ProgressLine(TimeProvider clock) : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long _shown;
    private int _length;

    /// <summary>Shows the line, unless it was shown just now.</summary>
    /// <param name="part">What is done.</param>
    /// <param name="whole">Of how much; 0 when that is not known.</param>
    /// <param name="count">How many of the things counted.</param>
    /// <param name="things">What is counted.</param>
    /// <param name="file">The file at hand.</param>
    public void Show(long part, long whole, long count, string things, string file)
    {
        if (_shown != 0 && clock.GetElapsedTime(_shown) < Interval)
        {
            return;
        }

        _shown = clock.GetTimestamp();
        double done = whole == 0 ? 0 : Math.Clamp((double)part / whole, 0, 1);
        int filled = (int)(done * BarWidth);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done * 100,3:0} %  {count:N0} {things}  {Path.GetFileName(file)}");
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
