using System.Text.Json.Serialization;
using FlowSensor.Dashboard.Answers;

namespace FlowSensor.Dashboard.Api;

/// <summary>The spelling of the documents of <c>flowsensor routes</c> and <c>flowsensor contact</c>: on one line, and what is not known is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ContactDetails))]
[JsonSerializable(typeof(IReadOnlyList<RouteRow>))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
