using System.Globalization;
using System.Text;

namespace FlowSensor.Engine.Routes.Topology;

/// <summary>The routers of the region and who sends to whom.</summary>
/// <param name="Routers">The routers.</param>
/// <param name="Links">The links between them.</param>
/// <param name="LeftOut">Next hops for which there was no room.</param>
public sealed record RegionalTopology(IReadOnlyList<TopologyRouter> Routers, IReadOnlyList<TopologyLink> Links, int LeftOut)
{
    /// <summary>The graph in Graphviz's language.</summary>
    public string ToDot()
    {
        var text = new StringBuilder("digraph routes {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        for (int i = 0; i < Routers.Count; i++)
        {
            TopologyRouter router = Routers[i];
            string second = router.Name == router.Address.ToString() ? "" : $"\\n{router.Address}";
            string third = router.Answered ? string.Create(CultureInfo.InvariantCulture, $"\\n{router.Routes} routes") : "";
            text.Append(CultureInfo.InvariantCulture, $"  r{i} [label=\"{Escape(router.Name)}{second}{third}\"{(router.Answered ? "" : ", style=dashed")}];\n");
        }

        foreach (TopologyLink link in Links)
        {
            text.Append(CultureInfo.InvariantCulture, $"  r{link.From} -> r{link.To} [label=\"{link.Routes} routes, {link.Segments} seg\"];\n");
        }

        return text.Append("}\n").ToString();
    }

    // A router's name is its own choice: it must not leave the quoted label.
    private static string Escape(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
