namespace FlowSensor.Engine.Traffic;

/// <summary>The traffic of all windows of an input together.</summary>
public sealed class TrafficSummary : TrafficSpan
{
    private bool _isEmpty = true;

    internal TrafficSummary(TrafficTables tables)
        : base(tables)
    {
    }

    /// <summary>Adds a window's tables and gives back tables that the caller may clear and use again: an empty summary takes the window's own instead of copying.</summary>
    internal TrafficTables Absorb(TrafficTables window)
    {
        TrafficTables mine = Tables;
        if (_isEmpty)
        {
            _isEmpty = false;
            TrafficBudget budget = mine.Budget;
            mine.MoveTo(window.Budget);
            window.MoveTo(budget);
            Replace(window);
            return mine;
        }

        mine.Merge(window);
        Replace(mine);
        return window;
    }
}
