using System.Runtime.CompilerServices;

namespace FlowSensor.Capture.Memory;

/// <summary>
/// Where a row of a <see cref="RowBlock{T}"/> lies, for work in steps that finds a row in one and changes it in another. It does not keep the memory: whoever has one
/// holds the block as well, and forgets the place before giving the block up.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public readonly struct RowPlace<T>
    where T : unmanaged
{
    private readonly nint _address;

    internal RowPlace(nint address)
    {
        _address = address;
    }

    /// <summary>True for no row, as <c>default</c> is.</summary>
    public bool IsNone => _address == 0;

    /// <summary>The row. Only where <see cref="IsNone"/> is false.</summary>
    public unsafe ref T Row
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(T*)_address;
    }
}
