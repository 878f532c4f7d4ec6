using System.Globalization;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>Says why a complaint has no host, or not all that it named.</summary>
internal static class SourceReasons
{
    /// <summary>The reason; empty when every named host was taken.</summary>
    /// <param name="sources">What was gathered.</param>
    /// <param name="none">What to say when nothing at all was named.</param>
    public static string Of(SourceGathering sources, string none)
    {
        if (sources.OverMaximum > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sources.OverMaximum} further hosts are named and were left out");
        }

        return sources.Sources.Count > 0 ? "" : sources.LeftOut > 0 ? "the addresses named are private, own servers or not of our networks" : none;
    }
}
