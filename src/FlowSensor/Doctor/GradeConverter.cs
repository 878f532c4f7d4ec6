using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowSensor.Doctor;

/// <summary>Writes a grade as the lower-case word that documents have.</summary>
internal sealed class GradeConverter() : JsonStringEnumConverter<Grade>(JsonNamingPolicy.SnakeCaseLower);
