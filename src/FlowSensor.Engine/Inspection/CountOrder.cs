namespace FlowSensor.Engine.Inspection;

/// <summary>
/// The order of counts kept in an array. Written without LINQ: the framework's generic types over pairs of numbers would be compiled anew at each start of a
/// replay, which costs more than the sorting.
/// </summary>
internal static class CountOrder
{
    /// <summary>The indexes of all counts but zeros, ascending.</summary>
    public static List<int> Ascending(long[] counts)
    {
        List<int> indexes = [];
        for (int index = 0; index < counts.Length; index++)
        {
            if (counts[index] > 0)
            {
                indexes.Add(index);
            }
        }

        return indexes;
    }

    /// <summary>The indexes of all counts but zeros, the highest count first, equal ones ascending.</summary>
    public static List<int> Descending(long[] counts)
    {
        List<int> indexes = Ascending(counts);
        indexes.Sort((left, right) => counts[left] != counts[right] ? counts[right].CompareTo(counts[left]) : left.CompareTo(right));
        return indexes;
    }
}
