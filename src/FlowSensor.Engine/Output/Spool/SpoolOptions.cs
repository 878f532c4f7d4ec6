using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Spool;

/// <summary>The section <c>outputs.spool</c>: where results wait for a database that is away.</summary>
public sealed class SpoolOptions
{
    /// <summary>Folder, with one below it for each output; unset: <c>spool</c> in the folder of the store.</summary>
    [MinLength(1, ErrorMessage = "must name a folder")]
    public string? Path { get; set; }

    /// <summary>Octets that wait for one output at most; beyond it the oldest are given up and counted.</summary>
    [SizeRange("1MiB", "16TiB")]
    public ByteSize Max { get; set; } = new(1L << 30);

    /// <summary>The folder of one output.</summary>
    /// <param name="store">Folder of the store.</param>
    /// <param name="output">Name of the output.</param>
    public string FolderOf(string store, string output) => System.IO.Path.Combine(Path ?? System.IO.Path.Combine(store, "spool"), output);
}
