using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;

namespace FlowSensor.Engine.Tests.Configuration;

/// <summary>Writes a configuration with every setting there is, its meaning from the sources and its default; sections are open, settings commented out.</summary>
internal sealed partial class ExampleConfiguration
{
    private const int Width = 132;

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _meanings;

    private ExampleConfiguration() => _meanings = XDocument.Load(Path.ChangeExtension(typeof(SensorOptions).Assembly.Location, ".xml")).Descendants("member")
        .Where(static member => member.Element("summary") is not null)
        .ToDictionary(static member => member.Attribute("name")!.Value, static member => Plain(member.Element("summary")!));

    /// <summary>The text of the file.</summary>
    public static string Write()
    {
        ExampleConfiguration example = new();
        example._text.Append("""
            ## The configuration of FlowSensor, with every setting there is and its default. Nothing has to be set. Take the '#' away before a setting
            ## and before the sections above it, and change it; 'flowsensor check' tells what is wrong. Any value can be set from the environment as
            ## well: FLOWSENSOR__STORE__PATH. A secret is better read from a file: write token_file, password_file and so on.

            """);
        example.Section(new SensorOptions(), 0);
        return example._text.ToString();
    }

    private void Section(object section, int depth)
    {
        foreach (PropertyInfo property in section.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetIndexParameters().Length == 0 && (property.SetMethod is not null || Element(property.PropertyType) is not null))
            .OrderBy(static property => property.MetadataToken))
        {
            Setting(section, property, depth);
        }
    }

    private void Setting(object section, PropertyInfo property, int depth)
    {
        string name = SnakeCase.Of(property.Name);
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object? value = section is IdentityOptions && property.Name == nameof(IdentityOptions.Name) ? null : property.GetValue(section);
        if (depth == 0)
        {
            _text.Append('\n');
        }

        Meaning(property, depth);
        if (ScalarText.Covers(type))
        {
            Line(depth, value is null or "" or byte[] { Length: 0 } ? $"{name}:" : $"{name}: {Scalar(value)}");
        }
        else if (Element(type) is Type element)
        {
            Several(name, element, value, depth);
        }
        else
        {
            Line(depth, $"{name}:");
            Section(value ?? Activator.CreateInstance(type)!, depth + 1);
        }
    }

    private void Several(string name, Type element, object? value, int depth)
    {
        if (element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            Line(depth, $"{name}:");
            Type named = element.GetGenericArguments()[1];
            if (ScalarText.Covers(named))
            {
                Line(depth + 1, $"NAME: # {ScalarText.Wanted(named)}");
            }
            else
            {
                Line(depth + 1, "NAME:");
                Section(Activator.CreateInstance(named)!, depth + 2);
            }
        }
        else if (ScalarText.Covers(element))
        {
            Line(depth, $"{name}: [{string.Join(", ", ((IEnumerable?)value ?? Array.Empty<object>()).Cast<object>().Select(Scalar))}]");
        }
        else
        {
            Line(depth, $"{name}:");
            Line(depth + 1, "-");
            Section(Activator.CreateInstance(element)!, depth + 2);
        }
    }

    private void Meaning(PropertyInfo property, int depth)
    {
        string indent = new(' ', depth * 2);
        StringBuilder line = new();
        foreach (string word in (_meanings.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent.Length + line.Length + word.Length + 4 > Width)
            {
                _text.Append("# ").Append(indent).Append("# ").Append(line).Append('\n');
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            _text.Append("# ").Append(indent).Append("# ").Append(line).Append('\n');
        }
    }

    private void Line(int depth, string text) => _text.Append("# ").Append(' ', depth * 2).Append(text).Append('\n');

    private static string Scalar(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => Quoted(text),
        TimeSpan span => DurationText.Format(span),
        Enum member => SnakeCase.Of(member.ToString()),
        TimeZoneInfo zone => zone.Id,
        IPEndPoint endpoint => Quoted(endpoint.ToString()),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => Quoted(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quoted(value.ToString()!),
    };

    private static string Quoted(string text) => PlainScalar().IsMatch(text) ? text : $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static Type? Element(Type type) => type == typeof(string) || ScalarText.Covers(type)
        ? null
        : type.IsArray
            ? type.GetElementType()
            : type.GetInterfaces().Append(type).FirstOrDefault(static contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static string Plain(XElement summary) =>
        Spaces().Replace(string.Concat(summary.Nodes().Select(static node => node switch
        {
            XElement { Name.LocalName: "see" or "paramref" } reference => (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value.Split('.', ':')[^1] ?? "",
            XElement element => element.Value,
            _ => node.ToString(),
        })), " ").Trim();

    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./+-]*$")]
    private static partial Regex PlainScalar();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
