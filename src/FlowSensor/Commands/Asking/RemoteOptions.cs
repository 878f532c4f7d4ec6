using System.CommandLine;

namespace FlowSensor.Commands.Asking;

/// <summary>The options <c>--url</c> and <c>--token-file</c>: ask a running sensor instead of a store.</summary>
internal sealed class RemoteOptions
{
    private readonly Option<string?> _url = new("--url") { Description = "Ask the running sensor at this address, such as http://127.0.0.1:8080", HelpName = "URL" };
    private readonly Option<string?> _token = new("--token-file") { Description = "File with an API token for --url", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public RemoteOptions(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_token);
    }

    /// <summary>The sensor to ask; null where none is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="elsewhere">Options that name another place to ask; they exclude <c>--url</c>.</param>
    /// <exception cref="CommandException">The options make no sense.</exception>
    public RemoteSensor? Sensor(ParseResult parsed, params ReadOnlySpan<Option> elsewhere)
    {
        string? url = parsed.GetValue(_url);
        if (url is null)
        {
            return parsed.GetValue(_token) is null ? null : throw new CommandException("--token-file goes with --url; name the sensor.", ExitCode.WrongUsage);
        }

        foreach (Option other in elsewhere)
        {
            if (parsed.GetResult(other) is { Implicit: false })
            {
                throw new CommandException($"{other.Name} and --url exclude each other; give one of them.", ExitCode.WrongUsage);
            }
        }

        return RemoteSensor.Open(url, parsed.GetValue(_token));
    }
}
