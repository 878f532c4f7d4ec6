using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>
/// Turns YAML text into <see cref="ConfigurationNode"/>s. It walks the parser's events itself, because the ready-made
/// document model stops at the first duplicate key and this reader reports every problem of a file at once.
/// </summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 32;

    private readonly string _file;
    private readonly List<ConfigurationProblem> _problems;
    private readonly Dictionary<AnchorName, ConfigurationNode> _anchors = [];

    private YamlTree(string file, List<ConfigurationProblem> problems)
    {
        _file = file;
        _problems = problems;
    }

    /// <summary>Reads one document.</summary>
    /// <returns>The top-level map; empty when the text has none.</returns>
    public static ConfigurationMap Read(TextReader text, string file, List<ConfigurationProblem> problems)
    {
        YamlTree tree = new(file, problems);
        Parser parser = new(text);
        try
        {
            return tree.ReadDocument(parser);
        }
        catch (YamlException broken)
        {
            problems.Add(new ConfigurationProblem(
                file, (int)Math.Max(1, broken.Start.Line), "", $"this is not valid YAML: {Plain(broken)}", "check indentation, quotes and brackets"));
            return new ConfigurationMap(file, 1);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner's own surprise at some broken texts, such as a word behind a bracket that is not closed.
            int line = (int)Math.Max(1, parser.Current?.End.Line ?? 1);
            problems.Add(new ConfigurationProblem(file, line, "", "this is not valid YAML from here on", "check indentation, quotes and brackets"));
            return new ConfigurationMap(file, 1);
        }
    }

    private ConfigurationMap ReadDocument(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return new ConfigurationMap(_file, 1);
        }

        ConfigurationNode root = ReadNode(parser, 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out _) && parser.Current is DocumentStart second)
        {
            _problems.Add(new ConfigurationProblem(_file, (int)second.Start.Line, "", "a second document begins here", "keep everything in one document"));
        }

        if (root is ConfigurationMap map)
        {
            return map;
        }

        if (root is not ConfigurationScalar { IsNull: true })
        {
            _problems.Add(new ConfigurationProblem(_file, root.Line, "", "sections are wanted at the top level", "write for example 'sensor:' with settings below it"));
        }

        return new ConfigurationMap(_file, 1);
    }

    private ConfigurationNode ReadNode(Parser parser, int depth)
    {
        ParsingEvent current = parser.Consume<ParsingEvent>();
        int line = (int)current.Start.Line;
        if (depth > MaximumDepth)
        {
            throw new YamlException(current.Start, current.End, "nested too deeply");
        }

        switch (current)
        {
            case Scalar scalar:
                return Anchored(scalar.Anchor, new ConfigurationScalar(_file, line, scalar.Value, scalar.Style is not ScalarStyle.Plain));
            case SequenceStart sequence:
                return Anchored(sequence.Anchor, ReadList(parser, line, depth));
            case MappingStart mapping:
                return Anchored(mapping.Anchor, ReadMap(parser, line, depth));
            case AnchorAlias alias when _anchors.TryGetValue(alias.Value, out ConfigurationNode? node):
                return node;
            default:
                throw new YamlException(current.Start, current.End, current is AnchorAlias unknown ? $"'*{unknown.Value}' is not defined before" : "a value is missing");
        }
    }

    private ConfigurationNode Anchored(AnchorName anchor, ConfigurationNode node)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ConfigurationList ReadList(Parser parser, int line, int depth)
    {
        ConfigurationList list = new(_file, line);
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Items.Add(ReadNode(parser, depth + 1));
        }

        return list;
    }

    private ConfigurationMap ReadMap(Parser parser, int line, int depth)
    {
        ConfigurationMap map = new(_file, line);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            ConfigurationNode key = ReadNode(parser, depth + 1);
            ConfigurationNode value = ReadNode(parser, depth + 1);
            if (key is not ConfigurationScalar name)
            {
                _problems.Add(new ConfigurationProblem(_file, key.Line, "", "a key must be a plain word"));
            }
            else if (map.Find(name.Text) is ConfigurationEntry first)
            {
                _problems.Add(new ConfigurationProblem(_file, name.Line, name.Text, $"this key was already set on line {first.Line}", "keep one of the two"));
            }
            else
            {
                map.Entries.Add(new ConfigurationEntry(name.Text, _file, name.Line, value));
            }
        }

        return map;
    }

    private static string Plain(YamlException broken)
    {
        string text = broken.Message;
        int colon = text.StartsWith('(') ? text.IndexOf("): ", StringComparison.Ordinal) : -1;
        text = (colon < 0 ? text : text[(colon + 3)..]).TrimEnd('.');
        return text.Length == 0 ? "it ends early" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
