namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A test that needs a program; skipped with the reason where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool) => Skip = Tool.Exists(tool) ? null : $"needs the program {tool}";
}
