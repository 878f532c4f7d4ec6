using System.Runtime.CompilerServices;
using FlowSensor.Engine.Output.TimeSeries;

namespace FlowSensor.Engine.Tests.Output.TimeSeries;

public sealed class MeasurementsTests
{
    [Fact]
    public void Document_OfTimeSeries_NamesEveryMeasurementTagAndField()
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../docs/timeseries.md"));

        IEnumerable<string> names = Measurements.All.Values.SelectMany(static layout => layout.Tags.Concat(layout.Fields).Append(layout.Name));

        // The causes of packets not metered are those of the packet ledger.
        Assert.DoesNotContain(names.Distinct(), name => !text.Contains($"`{name}`", StringComparison.Ordinal) && !text.Contains($"### {name}", StringComparison.Ordinal)
            && !text.Contains($", {name}", StringComparison.Ordinal));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
