namespace FlowSensor.Dashboard;

/// <summary>The dashboard cannot be opened; the message is a sentence for the operator.</summary>
internal sealed class DashboardException(string message, Exception? cause = null) : Exception(message, cause);
