using FlowSensor.Capture.Privileges;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>A configuration read again while the sensor runs.</summary>
/// <param name="Options">What it says.</param>
/// <param name="Institutions">The institutions of its files.</param>
internal sealed record Reconfiguration(SensorOptions Options, ContactDirectory Institutions)
{
    /// <summary>Reads the file; null, with the reasons in the log, where the old configuration has to stay in force.</summary>
    /// <param name="file">Its file; null for none.</param>
    /// <param name="before">The configuration in force.</param>
    /// <param name="user">Whom the process has become; null where it stayed who started it.</param>
    /// <param name="logger">Takes the reasons.</param>
    /// <param name="storeWaitsFor">Gives <see cref="Engine.Storage.SensorStore.WaitsFor"/> as it is now.</param>
    public static Reconfiguration? Read(string? file, SensorOptions before, ProcessUser? user, ILogger logger, Func<string?> storeWaitsFor)
    {
        ConfigurationResult result = ConfigurationLoader.Load(file, Environment.GetEnvironmentVariables());
        List<ConfigurationProblem> problems = [.. result.Problems];
        ContactDirectory institutions = InstitutionReader.Read(result.Options.Contacts.Files, problems);
        AutomaticPolicy.Check(result.Options, institutions.Institutions, problems);
        problems.ForEach(problem => SensorLog.ReloadRefused(logger, problem.ToString()));
        if (problems.Count > 0)
        {
            return null;
        }

        List<string> needs = user is null ? [] : [.. RootNeeds.Of(before, result.Options, user.Account.Name)];
        needs.ForEach(need => SensorLog.RestartWanted(logger, need));
        if (needs.Count > 0)
        {
            return null;
        }

        List<string> troubles = [.. ReloadTrial.Of(before, result.Options, storeWaitsFor)];
        troubles.ForEach(trouble => SensorLog.ReloadImpossible(logger, trouble));
        if (troubles.Count > 0)
        {
            return null;
        }

        if (user is null)
        {
            TellOfUser(before.Sensor.User, result.Options.Sensor.User, logger);
        }

        return new Reconfiguration(result.Options, institutions);
    }

    // The process becomes another only at its start; who has set a user must not believe that root is gone.
    private static void TellOfUser(string? before, string? after, ILogger logger)
    {
        if (after is not null && after != before && after != Environment.UserName)
        {
            SensorLog.UserWaits(logger, after, Environment.UserName);
        }
    }
}
