using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace FlowSensor.Dashboard.Api;

/// <summary>The members of a record as columns of CSV, under their JSON names: single values, members of members, and short lists of words.</summary>
internal sealed class CsvColumns
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly List<(string Name, Func<object, object?> Get)> _columns = [];

    private CsvColumns()
    {
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(static column => column.Name)];

    /// <summary>The columns of a type.</summary>
    public static CsvColumns Of(JsonTypeInfo type)
    {
        CsvColumns columns = new();
        columns.Add(type, static row => row);
        return columns;
    }

    /// <summary>The cells of a row.</summary>
    public IReadOnlyList<string> Row(object row) => [.. _columns.Select(column => Text(column.Get(row)))];

    private static bool IsPlain(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsPrimitive || inner.IsEnum || inner == typeof(string) || inner == typeof(DateTimeOffset) || inner == typeof(DateOnly) || inner == typeof(TimeOnly);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(' ', list.Cast<object?>().Select(Text)),
        _ => "",
    };

    private void Add(JsonTypeInfo type, Func<object, object?> parent)
    {
        foreach (JsonPropertyInfo member in type.Properties.Where(static member => member.Get is not null))
        {
            object? Get(object row) => parent(row) is object holder ? member.Get!(holder) : null;
            if (IsPlain(member.PropertyType) || typeof(IEnumerable<string>).IsAssignableFrom(member.PropertyType) || typeof(IEnumerable<long>).IsAssignableFrom(member.PropertyType))
            {
                _columns.Add((member.Name, Get));
            }
            else if (!typeof(IEnumerable).IsAssignableFrom(member.PropertyType))
            {
                Add(type.Options.GetTypeInfo(member.PropertyType), Get);
            }
        }
    }
}
