namespace FlowSensor.Engine.Output.Spool;

/// <summary>Whether a folder can be a spool.</summary>
public static class SpoolTrial
{
    /// <summary>Takes a folder, makes what is missing in it, and lets go of it.</summary>
    /// <returns>Why it cannot be used, as a sentence; null where it can.</returns>
    public static string? TroubleOf(string folder)
    {
        try
        {
            SpoolFolder.Take(folder).Dispose();
            return null;
        }
        catch (SpoolException failure)
        {
            return failure.Message;
        }
    }
}
