namespace FlowSensor.Engine.Reports;

/// <summary>One band of a distribution.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction"><c>request</c>, <c>response</c> or <c>any</c>.</param>
/// <param name="By"><c>source</c> or <c>pair</c>.</param>
/// <param name="Band">Label, such as <c>1-10</c>.</param>
/// <param name="Keys">Sources or pairs in the band.</param>
/// <param name="Flows">Their flows.</param>
/// <param name="Packets">Their packets.</param>
/// <param name="Octets">Their octets.</param>
/// <param name="KeyRatio">Part of all keys, 0 to 1; left out in a replay.</param>
/// <param name="OctetRatio">Part of all octets, 0 to 1; left out in a replay.</param>
public sealed record BucketReport(
    string Service, string Direction, string By, string Band, long Keys, ulong Flows, ulong Packets, ulong Octets, double? KeyRatio = null, double? OctetRatio = null);
