using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>Appends frames to the newest segment of a folder. One thread.</summary>
internal sealed class SpoolWriter(string folder, long segmentOctets) : IDisposable
{
    private SafeFileHandle? _file;

    /// <summary>The segment that is written to; null before the first append and after <see cref="Close"/>.</summary>
    public SpoolSegment? Segment { get; private set; }

    /// <summary>The segment for the next frame; a new one when there is none or the present one is long enough.</summary>
    /// <param name="sequence">Number of the batch in the frame.</param>
    public SpoolSegment Prepare(ulong sequence)
    {
        if (Segment is { IsGivenUp: false } present && present.Octets < segmentOctets)
        {
            return present;
        }

        Close();
        SpoolSegment segment = SpoolSegment.For(folder, sequence);
        _file = File.OpenHandle(segment.Path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Segment = segment;
        return segment;
    }

    /// <summary>Writes a frame behind the last. What was written of it is taken back when the disk refuses it.</summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public void Write(ReadOnlySpan<byte> frame)
    {
        try
        {
            RandomAccess.Write(_file!, frame, Segment!.Octets);
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
    }

    /// <summary>Ends the segment: its octets go to the disk itself.</summary>
    public void Close()
    {
        Segment = null;
        if (_file is { } file)
        {
            _file = null;
            using (file)
            {
                try
                {
                    RandomAccess.FlushToDisk(file);
                }
                catch (IOException)
                {
                    // The octets are with the kernel all the same; a frame that does not reach the disk is told by its checksum.
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(_file!, Segment!.Octets);
        }
        catch (IOException)
        {
            Close();
        }
    }
}
