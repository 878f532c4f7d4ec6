namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    /// <summary>Path of a file in it.</summary>
    /// <param name="name">File name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder in it.</summary>
    /// <param name="name">Folder name.</param>
    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => Directory.Delete(Path, true);
}
