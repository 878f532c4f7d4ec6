using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// Identifiers of incidents: the UTC minute of the opening window, so that they sort by time and can be spoken of, and ten digits of a hash
/// over what tells the incident apart. Nothing of the run goes in.
/// </summary>
internal static class IncidentId
{
    /// <summary>The identifier of an incident.</summary>
    public static string Of(string rule, TrackKey key, long opened)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{rule}|{key.Source}|{key.Peer}|{key.Group}|{opened}");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(opened);
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyyMMdd'T'HHmm}-{Convert.ToHexStringLower(hash.AsSpan(0, 5))}");
    }
}
