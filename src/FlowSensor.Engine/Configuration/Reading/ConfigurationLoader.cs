using System.Collections;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Configuration.Reading;

/// <summary>Reads the configuration file, puts the environment over it, and gives typed options or all problems at once.</summary>
public static class ConfigurationLoader
{
    /// <summary>The file that is read when none is named and it exists in the current folder.</summary>
    public const string DefaultFile = "flowsensor.yaml";

    /// <summary>Loads a configuration.</summary>
    /// <param name="path">The file; null for defaults and environment only.</param>
    /// <param name="environment">Environment variables.</param>
    public static ConfigurationResult Load(string? path, IDictionary environment)
    {
        if (path is null)
        {
            return Read(TextReader.Null, "environment", Directory.GetCurrentDirectory(), environment) with { File = null };
        }

        try
        {
            using StreamReader text = new(path);
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
            return Read(text, path, folder, environment);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            ConfigurationProblem problem = new(path, null, "", $"the configuration cannot be read: {FileTrouble.Describe(failure)}", "give its name with --config");
            return new ConfigurationResult(new SensorOptions(), [problem], path);
        }
    }

    /// <summary>Reads a configuration from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Name of the file in messages.</param>
    /// <param name="folder">Folder that the names of secret files start from.</param>
    /// <param name="environment">Environment variables.</param>
    public static ConfigurationResult Read(TextReader text, string file, string folder, IDictionary environment)
    {
        List<ConfigurationProblem> problems = [];
        ConfigurationMap root = YamlTree.Read(text, file, problems);
        EnvironmentOverrides.Apply(root, environment, problems);
        SensorOptions options = new();
        new OptionsBinder(problems, folder).Bind(root, options, "");
        foreach (IpPrefix network in options.Sensor.Networks)
        {
            options.Traffic.Networks.Add(network);
        }

        problems = [.. problems.OrderBy(static problem => problem.Line is null).ThenBy(static problem => problem.Line)];
        return new ConfigurationResult(options, problems, file);
    }
}
