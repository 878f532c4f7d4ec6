using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Detection;

/// <summary>Writes and reads values without references as they lie in memory. A state is read only by the version and build shape that wrote it.</summary>
internal static class StructBytes
{
    /// <summary>Writes a value.</summary>
    public static void Write<T>(BinaryWriter writer, in T value)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in value, 1)));

    /// <summary>Reads a value.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public static void Read<T>(BinaryReader reader, out T value)
        where T : unmanaged
    {
        value = default;
        Span<byte> octets = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1));
        if (reader.Read(octets) < octets.Length)
        {
            throw new EndOfStreamException();
        }
    }

    /// <summary>Octets of a value, for a check before reading.</summary>
    public static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();
}
