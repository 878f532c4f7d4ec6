using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>One file of a spool, named after the number of its first batch, and what of it is still to be delivered.</summary>
internal sealed class SpoolSegment(string path, ulong firstSequence)
{
    /// <summary>Ending of the file names.</summary>
    public const string Extension = ".segment";

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Number of its first batch.</summary>
    public ulong FirstSequence { get; } = firstSequence;

    /// <summary>Octets of whole frames.</summary>
    public long Octets { get; set; }

    /// <summary>Batches not acknowledged.</summary>
    public int WaitingBatches { get; set; }

    /// <summary>Items not acknowledged.</summary>
    public long WaitingItems { get; set; }

    /// <summary>Of <see cref="WaitingItems"/>, those that were read and are on their way.</summary>
    public long UnderWay { get; set; }

    /// <summary>What follows in it cannot be read, so that nothing more is written to it.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>The segment of a folder that begins with a batch.</summary>
    public static SpoolSegment For(string folder, ulong firstSequence) =>
        new(System.IO.Path.Combine(folder, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension), firstSequence);

    /// <summary>
    /// Reads the preambles of a file that an earlier run left: up to the first frame that is cut off, not what was written, or out
    /// of order, which is where a run that was killed stopped writing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="acknowledged">Batches up to this number are delivered.</param>
    /// <param name="last">Number of its last batch; as given when there is none.</param>
    /// <returns>The segment, or null when the name is not one of a segment.</returns>
    public static SpoolSegment? Recover(string path, ulong acknowledged, ref ulong last)
    {
        if (!ulong.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong first))
        {
            return null;
        }

        SpoolSegment segment = new(path, first);
        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        Span<byte> preamble = stackalloc byte[SpoolFrame.Preamble];
        while (RandomAccess.Read(file, preamble, segment.Octets) == preamble.Length
            && SpoolFrame.TryRead(preamble, out SpoolFrame frame)
            && segment.Octets + frame.Octets <= length
            && (frame.Sequence <= acknowledged || frame.Sequence > last))
        {
            segment.Octets += frame.Octets;
            last = Math.Max(last, frame.Sequence);
            if (frame.Sequence > acknowledged)
            {
                segment.WaitingBatches++;
                segment.WaitingItems += frame.Items;
            }
        }

        return segment;
    }
}
