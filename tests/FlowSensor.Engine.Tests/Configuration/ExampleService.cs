namespace FlowSensor.Engine.Tests.Configuration;

internal sealed class ExampleService
{
    public string? Protocol { get; set; }

    public List<int> Ports { get; set; } = [];
}
