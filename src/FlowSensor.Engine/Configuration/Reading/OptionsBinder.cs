using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>
/// Fills options objects from a tree of configuration values: properties by their snake_case names, lists, maps by name,
/// secrets from files. Every problem is noted and binding goes on, so that all are reported at once.
/// </summary>
/// <param name="problems">Where problems go.</param>
/// <param name="folder">Folder that the names of secret files start from.</param>
internal sealed class OptionsBinder(List<ConfigurationProblem> problems, string folder)
{
    private readonly HashSet<string> _failed = [];

    /// <summary>Fills one object.</summary>
    /// <param name="map">The values.</param>
    /// <param name="target">The object with its defaults.</param>
    /// <param name="path">Dotted path of the object, empty for the root.</param>
    public void Bind(ConfigurationMap map, object target, string path)
    {
        Dictionary<string, PropertyInfo> properties = target.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetIndexParameters().Length == 0 && (property.SetMethod is not null || IsCollection(property.PropertyType)))
            .ToDictionary(static property => SnakeCase.Of(property.Name));

        foreach (ConfigurationEntry entry in map.Entries)
        {
            string entryPath = Join(path, entry.Key);
            if (PlannedSettings.Elsewhere(entryPath) is string elsewhere)
            {
                problems.Add(new ConfigurationProblem(entry.File, entry.Line, entryPath, "this is not set here", $"use {elsewhere}"));
            }
            else if (properties.TryGetValue(entry.Key, out PropertyInfo? property))
            {
                BindProperty(entry, target, property, entryPath);
            }
            else if (SecretOf(entry.Key, properties) is PropertyInfo secret)
            {
                BindSecret(map, entry, target, secret, entryPath);
            }
            else
            {
                AddUnknown(entry, entryPath, properties);
            }
        }

        Validate(map, target, path);
    }

    private void BindProperty(ConfigurationEntry entry, object target, PropertyInfo property, string path)
    {
        if (entry.Value is ConfigurationScalar { IsNull: true })
        {
            return;
        }

        if (entry.Value is ConfigurationScalar secret && property.IsDefined(typeof(SecretAttribute)) && ScalarText.Read(property.PropertyType, secret.Text) is null)
        {
            // What was written is not told back: problems go to terminals and logs.
            Add(entry.Value, path, $"this is not {ScalarText.Wanted(property.PropertyType)}");
            return;
        }

        int before = problems.Count;
        object? value = ReadValue(entry.Value, property.PropertyType, property.GetValue(target), path);
        if (value is null || problems.Count != before)
        {
            return;
        }

        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!rule.IsValid(value))
            {
                Add(entry.Value, path, rule is RangeAttribute range
                    ? string.Create(CultureInfo.InvariantCulture, $"must be {(range.MinimumIsExclusive ? "over" : "from")} {range.Minimum} {(range.MinimumIsExclusive ? "and up to" : "to")} {range.Maximum}")
                    : rule.FormatErrorMessage(entry.Key));
            }
        }

        if (property.SetMethod is not null)
        {
            property.SetValue(target, value);
        }
        else
        {
            Refill(property.GetValue(target)!, (IEnumerable)value);
        }
    }

    // A collection without a setter is emptied and filled: what is configured replaces the default.
    private static void Refill(object collection, IEnumerable values)
    {
        Type contract = collection.GetType().GetInterfaces().First(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>));
        contract.GetMethod("Clear")!.Invoke(collection, null);
        MethodInfo add = contract.GetMethod("Add")!;
        Type element = contract.GetGenericArguments()[0];
        foreach (object value in values)
        {
            add.Invoke(collection, [value is DictionaryEntry pair ? Activator.CreateInstance(element, pair.Key, pair.Value) : value]);
        }
    }

    private object? ReadValue(ConfigurationNode node, Type type, object? present, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarText.Covers(type))
        {
            return ReadScalar(node, type, path);
        }

        if (ElementOf(type) is Type element)
        {
            return ReadList(node, type, element, path);
        }

        if (NamedValueOf(type) is Type named)
        {
            return ReadNamed(node, named, path);
        }

        if (node is not ConfigurationMap map)
        {
            Add(node, path, "settings are wanted here, not a single value", $"write '{path[(path.LastIndexOf('.') + 1)..]}:' with its settings below it");
            return null;
        }

        object section = present ?? Activator.CreateInstance(type)!;
        Bind(map, section, path);
        return section;
    }

    private object? ReadScalar(ConfigurationNode node, Type type, string path)
    {
        if (node is not ConfigurationScalar scalar)
        {
            Add(node, path, $"a single value is wanted here, {ScalarText.Wanted(type)}");
            return null;
        }

        object? value = ScalarText.Read(type, scalar.Text);
        if (value is null)
        {
            Add(node, path, $"'{scalar.Text}' is not {ScalarText.Wanted(type)}");
        }

        return value;
    }

    private object? ReadList(ConfigurationNode node, Type type, Type element, string path)
    {
        List<ConfigurationNode> items;
        switch (node)
        {
            case ConfigurationList list:
                items = list.Items;
                break;
            case ConfigurationScalar { IsEnvironment: true } scalar when ScalarText.Covers(element):
                items = [.. scalar.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => new ConfigurationScalar(scalar.File, null, text, Quoted: true))];
                break;
            default:
                Add(node, path, "a list is wanted here", "write it as [first, second]");
                return null;
        }

        IList values = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (int i = 0; i < items.Count; i++)
        {
            object? value = ReadValue(items[i], element, null, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
            if (value is not null)
            {
                values.Add(value);
            }
        }

        if (!type.IsArray)
        {
            return type.IsInstanceOfType(values) ? values : Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(element), values);
        }

        Array array = Array.CreateInstance(element, values.Count);
        values.CopyTo(array, 0);
        return array;
    }

    private IDictionary? ReadNamed(ConfigurationNode node, Type element, string path)
    {
        if (node is not ConfigurationMap map)
        {
            Add(node, path, "names with a value each are wanted here", "write 'name: value' lines below it");
            return null;
        }

        IDictionary values = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), element))!;
        foreach (ConfigurationEntry entry in map.Entries)
        {
            if (ReadValue(entry.Value, element, null, Join(path, entry.Key)) is object value)
            {
                values[entry.Key] = value;
            }
        }

        return values;
    }

    private void BindSecret(ConfigurationMap map, ConfigurationEntry entry, object target, PropertyInfo property, string path)
    {
        if (entry.Value is ConfigurationScalar { IsNull: true } || ReadScalar(entry.Value, typeof(string), path) is not string name)
        {
            return;
        }

        string direct = SnakeCase.Of(property.Name);
        if (map.Find(direct) is not null)
        {
            Add(entry.Value, path, $"{direct} is set as well", "keep one of the two");
            return;
        }

        try
        {
            if (property.PropertyType == typeof(byte[]))
            {
                property.SetValue(target, File.ReadAllBytes(Path.Combine(folder, name)));
                return;
            }

            string text = File.ReadAllText(Path.Combine(folder, name)).TrimEnd('\r', '\n');
            if (text.Length == 0)
            {
                Add(entry.Value, path, $"the file '{name}' is empty", "put the secret on its first line");
            }

            if (ScalarText.Read(property.PropertyType, text) is object value)
            {
                property.SetValue(target, value);
                return;
            }

            Add(entry.Value, path, $"the file '{name}' does not hold {ScalarText.Wanted(property.PropertyType)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Where nothing is there and it does not look like a path either, it may be the secret itself, written under the wrong name.
            string told = name.Contains('/', StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, name)) ? $"the file '{name}'" : "the file";
            Add(entry.Value, path, $"{told} cannot be read: {FileTrouble.Describe(failure)}", "create it, or correct the name (names start from the folder of the configuration file)");
        }
    }

    private static PropertyInfo? SecretOf(string key, Dictionary<string, PropertyInfo> properties) =>
        key.EndsWith("_file", StringComparison.Ordinal)
        && properties.TryGetValue(key[..^"_file".Length], out PropertyInfo? property)
        && property.IsDefined(typeof(SecretAttribute)) ? property : null;

    private void AddUnknown(ConfigurationEntry entry, string path, Dictionary<string, PropertyInfo> properties)
    {
        if (PlannedSettings.Contains(path))
        {
            problems.Add(new ConfigurationProblem(entry.File, entry.Line, path, "not available in this version", "remove it"));
            return;
        }

        IEnumerable<string> known = properties.Keys
            .Concat(properties.Where(static pair => pair.Value.IsDefined(typeof(SecretAttribute))).Select(static pair => pair.Key + "_file"));
        string advice = NearestName.Of(entry.Key, known) is string nearest
            ? $"did you mean {nearest}?"
            : "known here: " + string.Join(", ", known.Order(StringComparer.Ordinal));
        problems.Add(new ConfigurationProblem(entry.File, entry.Line, path, "there is no such setting", advice));
    }

    private void Validate(ConfigurationMap map, object target, string path)
    {
        foreach (PropertyInfo property in target.GetType().GetProperties().Where(static property => property.IsDefined(typeof(RequiredAttribute))))
        {
            string key = SnakeCase.Of(property.Name);
            string memberPath = Join(path, key);
            if (!_failed.Contains(memberPath) && !property.GetCustomAttribute<RequiredAttribute>()!.IsValid(property.GetValue(target)))
            {
                Add(map.Find(key)?.Value ?? map, memberPath, "this setting is missing", "add it");
            }
        }

        if (target is not IValidatableObject validatable)
        {
            return;
        }

        foreach (ValidationResult result in validatable.Validate(new ValidationContext(target)))
        {
            string member = result.MemberNames.Select(SnakeCase.Of).FirstOrDefault() ?? "";
            string memberPath = member.Length == 0 ? path : Join(path, member);
            if (!_failed.Any(failed => failed.StartsWith(memberPath, StringComparison.Ordinal)))
            {
                Add(NodeAt(map, member), memberPath, (result.ErrorMessage ?? "is not valid").TrimEnd('.'));
            }
        }
    }

    // The node that a member path such as "inputs.netflow.listen[1]" names, or the nearest one above it.
    private static ConfigurationNode NodeAt(ConfigurationNode node, string member)
    {
        foreach (string part in member.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            ConfigurationNode? next = node switch
            {
                ConfigurationMap map => map.Find(part)?.Value,
                ConfigurationList list when int.TryParse(part, CultureInfo.InvariantCulture, out int index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return node;
            }

            node = next;
        }

        return node;
    }

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        return type.IsGenericType && type.GetGenericArguments() is [Type element]
            && (type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)) || type.IsAssignableFrom(typeof(HashSet<>).MakeGenericType(element)))
            ? element
            : null;
    }

    private static bool IsCollection(Type type) => !type.IsArray && (ElementOf(type) ?? NamedValueOf(type)) is not null;

    private static Type? NamedValueOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [Type key, Type value] && key == typeof(string)
        && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)) ? value : null;

    private void Add(ConfigurationNode node, string path, string message, string? advice = null)
    {
        _failed.Add(path);
        problems.Add(new ConfigurationProblem(node.File, node.Line, path, message, advice));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
