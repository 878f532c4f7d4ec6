namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest edits, when they are few enough for the length of the name.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int fewest = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            bool begins = name.Length >= 3 && (candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));
            int edits = begins ? 1 : Edits(name.Replace('-', '_').ToLowerInvariant(), candidate.Replace('-', '_'));
            if (edits < fewest)
            {
                fewest = edits;
                best = candidate;
            }
        }

        return best;
    }

    // Optimal string alignment: insert, delete, replace, or swap two neighbours.
    private static int Edits(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                int least = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    least = Math.Min(least, cost[i - 2, j - 2] + 1);
                }

                cost[i, j] = least;
            }
        }

        return cost[left.Length, right.Length];
    }
}
