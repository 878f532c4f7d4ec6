using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Commands.Asking;

/// <summary><c>flowsensor buckets</c>: the distribution over the bands of flow counts, from the store.</summary>
internal static class BucketsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "buckets",
            "Shows how many sources or pairs of a service fall into which band of flow counts, from the store.",
            ("flowsensor buckets --service smtp", "the distribution table of mail traffic, of the newest day"),
            ("flowsensor buckets --service smtp --by pair --from 2026-01-31 --to 2026-02-01", "of one day, over (source, destination) pairs"),
            ("flowsensor buckets --service dns --by source --from -1h --json", "of the last hour, for a program"));
        Option<string?> service = CommonOptions.Service();
        Option<string?> direction = CommonOptions.Direction();
        Option<string?> by = new("--by") { Description = "What is counted (default: both, where both are kept)" };
        by.AcceptOnlyFromAmong("source", "pair");
        command.Options.Add(service);
        command.Options.Add(direction);
        command.Options.Add(by);
        StoreQuestion question = new(command, "the newest whole day, or where there is none hour or window", mayAskSensor: true, mayAskDatabase: true);
        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            if (question.Sensor(parsed) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    ((string, string?) from, (string, string?) to) = question.Written(parsed);
                    (string, string?)[] query = [from, to, ("service", parsed.GetValue(service)), ("direction", parsed.GetValue(direction)), ("by", parsed.GetValue(by))];
                    AskSensor(sensor, form, question.Options(parsed).Sensor.TimeZone, query);
                }

                return ExitCode.Done;
            }

            BandSubject? subject = parsed.GetValue(by) switch
            {
                "pair" => BandSubject.Pair,
                "source" => BandSubject.Source,
                _ => null,
            };
            (ITrafficQueries queries, TimeRange range, TimeZoneInfo zone) = question.OpenTraffic(parsed);
            using (queries)
            {
                Print(queries.Bands(range, parsed.GetValue(service), parsed.GetValue(direction), subject), form, zone);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void AskSensor(RemoteSensor sensor, OutputForm form, TimeZoneInfo zone, ReadOnlySpan<(string Name, string? Value)> query)
    {
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, "buckets", query);
            return;
        }

        Print(sensor.Ask("buckets", query).Rows(ReportJsonContext.Default.IReadOnlyListBucketReport), form, zone);
    }

    private static void Print(StoreAnswer<BucketReport> answer, OutputForm form, TimeZoneInfo zone)
    {
        AnswerOutput.Print(form, answer.Rows, ReportJsonContext.Default.IReadOnlyListBucketReport, ReportColumns.Buckets, ReportColumns.Of, () =>
        {
            string time = $"{TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}";
            if (answer.Rows.Count == 0)
            {
                Console.Out.WriteLine($"No distribution is stored from {time}.");
                return;
            }

            ReportTables.WriteBuckets(answer.Rows, time);
            if (answer.Spans > 1)
            {
                Console.Out.WriteLine($"Summed over {answer.Spans} stored spans: a source or pair counts once in each of them in which it was seen.");
            }
        });
    }
}
