using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Starts a program. No shell is involved: every argument is handed over as it is, whatever an address, name or text holds.</summary>
internal sealed class ExecChannel(ExecOptions options) : INoticeChannel
{
    private const int MostShown = 200;

    /// <inheritdoc/>
    public async Task SendAsync(NoticeMessage message, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(options.Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in options.Arguments)
        {
            start.ArgumentList.Add(Fill(argument, message));
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        using Process process = Start(start);
        try
        {
            Task<string> said = Drain(process.StandardOutput, limit.Token);
            Task<string> complained = Drain(process.StandardError, limit.Token);
            await Give(process, message.Json, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await Task.WhenAll(said, complained).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                string words = (await complained.ConfigureAwait(false)).ReplaceLineEndings(" ").Trim();
                throw new NoticeException($"{options.Program} ended with status {process.ExitCode.ToString(CultureInfo.InvariantCulture)}: {words}", isPermanent: false);
            }
        }
        catch (OperationCanceledException failure)
        {
            process.Kill(entireProcessTree: true);
            if (cancellation.IsCancellationRequested)
            {
                throw;
            }

            throw new NoticeException($"{options.Program} did not end within {options.Timeout.TotalSeconds:0.#} s and was killed.", isPermanent: false, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each message has a process of its own, which has ended.
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new NoticeException($"{options.Program} cannot be started: {failure.Message}", isPermanent: false, failure);
        }
    }

    // A program need not read its input.
    private static async Task Give(Process process, byte[] json, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(json, cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return;
        }
    }

    // All is read so that the program is not held up, little is kept.
    private static async Task<string> Drain(StreamReader reader, CancellationToken cancellation)
    {
        char[] buffer = new char[1_024];
        string kept = "";
        int length;
        while ((length = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (kept.Length < MostShown)
            {
                kept += new string(buffer, 0, Math.Min(length, MostShown - kept.Length));
            }
        }

        return kept;
    }

    private static string Fill(string argument, NoticeMessage message)
    {
        if (!argument.Contains('{', StringComparison.Ordinal))
        {
            return argument;
        }

        Incident? incident = message.Single?.Incident;
        return string.Concat(Parts(argument).Select(part => part switch
        {
            "{id}" => incident?.Id ?? message.Id,
            "{change}" => message.Single is null ? "summary" : IncidentKinds.NameOf(message.Single.Change.Kind),
            "{kind}" => incident is null ? "summary" : IncidentKinds.NameOf(incident.Kind),
            "{rule}" => incident?.Rule ?? "",
            "{source}" => incident is null ? "" : incident.Source.ToString(),
            "{severity}" => message.Severity.ToString(CultureInfo.InvariantCulture),
            "{level}" => IncidentKinds.NameOf(Incident.LevelOf(message.Severity)),
            "{text}" => message.Title,
            _ => part,
        }));
    }

    // One pass, so that what is put in is not looked through again.
    private static IEnumerable<string> Parts(string argument)
    {
        int at = 0;
        while (at < argument.Length)
        {
            int open = argument.IndexOf('{', at);
            int close = open < 0 ? -1 : argument.IndexOf('}', open);
            if (close < 0)
            {
                yield return argument[at..];
                yield break;
            }

            yield return argument[at..open];
            yield return argument[open..(close + 1)];
            at = close + 1;
        }
    }
}
