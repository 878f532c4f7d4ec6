namespace FlowSensor.Engine.Configuration;

/// <summary>Marks a text that may also be given as <c>&lt;key&gt;_file</c>: the name of a file that holds it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
