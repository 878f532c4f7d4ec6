using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Tests.Configuration;

internal sealed class SectionExample
{
    public Dictionary<string, ExampleService> Services { get; set; } = [];

    public int[] Bands { get; set; } = [10];

    [Secret]
    public string? Token { get; set; }
}
