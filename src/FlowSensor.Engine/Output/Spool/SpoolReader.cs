using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>Reads frames of one segment after the other. One thread.</summary>
internal sealed class SpoolReader : IDisposable
{
    private readonly byte[] _preamble = new byte[SpoolFrame.Preamble];
    private SafeFileHandle? _file;

    /// <summary>The segment that is read; null before the first.</summary>
    public SpoolSegment? Segment { get; private set; }

    /// <summary>Octets read of it.</summary>
    public long Offset { get; private set; }

    /// <summary>Begins with another segment.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Open(SpoolSegment segment)
    {
        _file?.Dispose();
        _file = null;
        Segment = segment;
        Offset = 0;
        _file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Reads the preamble of the next frame; false when it is not what was written, so that nothing behind it can be found.</summary>
    public bool TryReadFrame(out SpoolFrame frame)
    {
        frame = default;
        return _file is not null && Fill(_preamble, Offset) && SpoolFrame.TryRead(_preamble, out frame);
    }

    /// <summary>Reads the content of that frame and steps behind it; null when it is not what was written.</summary>
    public SpoolBatch? ReadBatch(in SpoolFrame frame)
    {
        byte[] content = new byte[frame.ContentOctets];
        bool filled = Fill(content, Offset + SpoolFrame.Preamble);
        Skip(frame);
        return filled ? frame.ToBatch(content) : null;
    }

    /// <summary>Steps behind a frame.</summary>
    public void Skip(in SpoolFrame frame) => Offset += frame.Octets;

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private bool Fill(Span<byte> target, long offset)
    {
        try
        {
            while (!target.IsEmpty)
            {
                int read = RandomAccess.Read(_file!, target, offset);
                if (read == 0)
                {
                    return false;
                }

                target = target[read..];
                offset += read;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
