using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>
/// The number of the last batch that was acknowledged, on disk. Two places are written in turn, each with a checksum, so that
/// a write that is cut off leaves the other: the worst that happens is that one delivery is made again.
/// </summary>
internal sealed class SpoolPosition : IDisposable
{
    private const int PlaceOctets = 20;

    private readonly SafeFileHandle _file;
    private ulong _generation;

    private SpoolPosition(SafeFileHandle file) => _file = file;

    /// <summary>True when nothing valid was found, as in a folder that is new.</summary>
    public bool IsNew => _generation == 0;

    /// <summary>The number; 0 before the first.</summary>
    public ulong Acknowledged { get; private set; }

    /// <summary>Opens the file and makes it when it is missing.</summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static SpoolPosition Open(string path)
    {
        SpoolPosition position = new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        try
        {
            position.Read();
            return position;
        }
        catch (IOException)
        {
            position.Dispose();
            throw;
        }
    }

    /// <summary>Writes another number.</summary>
    public void Write(ulong acknowledged)
    {
        Acknowledged = acknowledged;
        _generation++;
        Span<byte> place = stackalloc byte[PlaceOctets];
        BinaryPrimitives.WriteUInt64LittleEndian(place, _generation);
        BinaryPrimitives.WriteUInt64LittleEndian(place[8..], acknowledged);
        BinaryPrimitives.WriteUInt32LittleEndian(place[16..], SpoolChecksum.Of(place[..16]));
        RandomAccess.Write(_file, place, (long)(_generation % 2) * PlaceOctets);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Read()
    {
        Span<byte> place = stackalloc byte[PlaceOctets];
        for (int i = 0; i < 2; i++)
        {
            if (RandomAccess.Read(_file, place, i * PlaceOctets) == PlaceOctets
                && BinaryPrimitives.ReadUInt32LittleEndian(place[16..]) == SpoolChecksum.Of(place[..16])
                && BinaryPrimitives.ReadUInt64LittleEndian(place) is ulong generation && generation > _generation)
            {
                _generation = generation;
                Acknowledged = BinaryPrimitives.ReadUInt64LittleEndian(place[8..]);
            }
        }
    }
}
