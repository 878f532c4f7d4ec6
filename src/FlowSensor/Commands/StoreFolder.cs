using System.CommandLine;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands;

/// <summary>The options of commands that need a sensor's own store, its folder: <c>--store</c> and <c>--config</c>.</summary>
internal sealed class StoreFolder
{
    private readonly Option<string?> _store = CommonOptions.StoreFolder();
    private readonly Option<string?> _config = CommonOptions.Config();

    /// <summary>Adds the options to a command.</summary>
    public StoreFolder(Command command)
    {
        command.Options.Add(_store);
        command.Options.Add(_config);
    }

    /// <summary><c>--store</c> itself, for those that exclude it.</summary>
    public Option Option => _store;

    /// <summary>The configuration.</summary>
    /// <exception cref="CommandException">It is not valid.</exception>
    public SensorOptions Options(ParseResult parsed) => CommonOptions.Load(parsed.GetValue(_config), byDefault: true);

    /// <summary>
    /// The configuration for those that can do without: null where the folder is named and no file is, so that a broken one that lies about is not in
    /// the way.
    /// </summary>
    /// <exception cref="CommandException">It is read and not valid.</exception>
    public SensorOptions? OptionsUnlessNamed(ParseResult parsed) =>
        parsed.GetValue(_store) is not null && parsed.GetValue(_config) is null ? null : Options(parsed);

    /// <summary>The folder for those that need nothing else of the configuration: it is not read where the folder is named, so that a broken one is not in the way.</summary>
    /// <exception cref="CommandException">No folder is named, and the configuration is not valid.</exception>
    public string Path(ParseResult parsed) => parsed.GetValue(_store) ?? Options(parsed).Store.Path;

    /// <summary>The folder: the one named, or that of the configuration.</summary>
    public string Path(ParseResult parsed, SensorOptions options) => parsed.GetValue(_store) ?? options.Store.Path;
}
