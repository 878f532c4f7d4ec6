using System.ComponentModel;
using System.Diagnostics;

namespace FlowSensor.Engine.Blocklists;

/// <summary>Runs the operator's command that makes a program take a new list; no shell sees its arguments.</summary>
public static class InstallCommand
{
    private const string FilePlace = "{file}";
    private const int LongestShown = 300;

    /// <summary>Runs the command and waits for its end.</summary>
    /// <param name="options">Command and time.</param>
    /// <param name="file">The list's file.</param>
    /// <exception cref="BlocklistException">It cannot be started, fails, or takes too long.</exception>
    public static void Run(BlocklistOptions options, string file)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProcessStartInfo start = new(options.Install[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in options.Install.Skip(1))
        {
            start.ArgumentList.Add(argument.Replace(FilePlace, Path.GetFullPath(file), StringComparison.Ordinal));
        }

        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(options.InstallTimeout))
            {
                process.Kill(entireProcessTree: true);
                throw new BlocklistException($"'{options.Install[0]}' did not end within {options.InstallTimeout.TotalSeconds:0} s and was ended; see blocklist.install_timeout.");
            }

            if (process.ExitCode != 0)
            {
                string said = (errors.Result + output.Result).ReplaceLineEndings(" ").Trim();
                throw new BlocklistException($"'{options.Install[0]}' ended with status {process.ExitCode}: {(said.Length > LongestShown ? said[..LongestShown] : said)}");
            }
        }
        catch (Win32Exception failure)
        {
            throw new BlocklistException($"'{options.Install[0]}' of blocklist.install cannot be started: {failure.Message}.", failure);
        }
    }
}
