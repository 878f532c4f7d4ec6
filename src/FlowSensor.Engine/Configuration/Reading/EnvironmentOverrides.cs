using System.Collections;
using System.Globalization;

namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>
/// Puts environment variables named <c>FLOWSENSOR__SECTION__KEY</c> over the values of the file. A number as a part
/// of the name is the index of a list entry; a list can also be given whole, separated by commas.
/// </summary>
internal static class EnvironmentOverrides
{
    /// <summary>What every such variable begins with.</summary>
    public const string Prefix = "FLOWSENSOR__";

    /// <summary>Applies the variables in the order of their names, so that the result does not depend on the platform.</summary>
    public static void Apply(ConfigurationMap root, IDictionary variables, List<ConfigurationProblem> problems)
    {
        List<(string Name, string Value)> ours = [];
        foreach (DictionaryEntry variable in variables)
        {
            if (variable.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                ours.Add((name, variable.Value as string ?? ""));
            }
        }

        ours.Sort(static (left, right) => CompareParts(left.Name, right.Name));
        foreach ((string name, string value) in ours)
        {
            string[] parts = name[Prefix.Length..].Split("__");
            if (parts.Any(static part => part.Length == 0))
            {
                problems.Add(new ConfigurationProblem(name, null, "", "the name has an empty part", $"write {Prefix}SECTION__KEY"));
                continue;
            }

            Set(root, parts, 0, new ConfigurationScalar(name, null, value, Quoted: false));
        }
    }

    private static void Set(ConfigurationNode parent, string[] parts, int depth, ConfigurationScalar value)
    {
        bool last = depth == parts.Length - 1;
        ConfigurationNode? present = Child(parent, parts[depth], out string key);
        ConfigurationNode child = last ? value : Container(present, parts[depth + 1], value);
        if (!ReferenceEquals(child, present))
        {
            Replace(parent, key, child);
        }

        if (!last)
        {
            Set(child, parts, depth + 1, value);
        }
    }

    // A section that the file lacks, or holds as a plain value, is made; a list when the next part is a number.
    private static ConfigurationNode Container(ConfigurationNode? present, string next, ConfigurationScalar value) => present switch
    {
        ConfigurationMap or ConfigurationList => present,
        _ when IsIndex(next, out _) => new ConfigurationList(value.File, null),
        _ => new ConfigurationMap(value.File, null),
    };

    private static ConfigurationNode? Child(ConfigurationNode parent, string part, out string key)
    {
        key = part.ToLowerInvariant();
        if (parent is ConfigurationList list)
        {
            return IsIndex(part, out int index) && index < list.Items.Count ? list.Items[index] : null;
        }

        string wanted = Folded(part);
        ConfigurationEntry? entry = ((ConfigurationMap)parent).Entries.Find(entry => Folded(entry.Key) == wanted);
        key = entry?.Key ?? key;
        return entry?.Value;
    }

    private static void Replace(ConfigurationNode parent, string key, ConfigurationNode child)
    {
        if (parent is ConfigurationMap map)
        {
            map.Set(key, child);
            return;
        }

        // An index past the end adds one entry: variables come in the order of their index.
        ConfigurationList list = (ConfigurationList)parent;
        if (IsIndex(key, out int index) && index < list.Items.Count)
        {
            list.Items[index] = child;
        }
        else
        {
            list.Items.Add(child);
        }
    }

    // Variable names cannot hold a dash everywhere, so a dash and an underscore are taken as the same.
    private static string Folded(string key) => key.Replace('-', '_').ToLowerInvariant();

    private static bool IsIndex(string part, out int index) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    private static int CompareParts(string left, string right)
    {
        string[] leftParts = left.Split("__");
        string[] rightParts = right.Split("__");
        for (int i = 0; i < Math.Min(leftParts.Length, rightParts.Length); i++)
        {
            int order = IsIndex(leftParts[i], out int leftIndex) && IsIndex(rightParts[i], out int rightIndex)
                ? leftIndex.CompareTo(rightIndex)
                : string.CompareOrdinal(leftParts[i], rightParts[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return leftParts.Length.CompareTo(rightParts.Length);
    }
}
