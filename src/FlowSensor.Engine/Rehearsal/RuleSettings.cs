using System.Collections;
using System.Reflection;
using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Rehearsal;

/// <summary>Whether two sets of rules say the same of a kind of incident.</summary>
internal static class RuleSettings
{
    /// <summary>True where the rule of a kind has the same settings in both; its property is named like the kind.</summary>
    public static bool AreEqual(IncidentKind kind, DetectionOptions left, DetectionOptions right)
    {
        PropertyInfo rule = typeof(DetectionOptions).GetProperty(kind.ToString())!;
        object one = rule.GetValue(left)!;
        object other = rule.GetValue(right)!;
        return one.GetType().GetProperties().All(setting => AreEqual(setting.GetValue(one), setting.GetValue(other)));
    }

    private static bool AreEqual(object? left, object? right) => left is IEnumerable lefts and not string && right is IEnumerable rights
        ? lefts.Cast<object>().SequenceEqual(rights.Cast<object>())
        : Equals(left, right);
}
