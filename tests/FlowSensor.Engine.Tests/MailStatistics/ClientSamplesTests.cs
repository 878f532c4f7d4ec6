using FlowSensor.Engine.MailStatistics;

namespace FlowSensor.Engine.Tests.MailStatistics;

public sealed class ClientSamplesTests
{
    [Fact]
    public void AddAndForget_AnyOrder_CountsOfEverySampleAreKept()
    {
        Random random = new(17);
        ClientSamples samples = new();
        Dictionary<(int Place, int Sample), int> expected = [];
        for (int step = 0; step < 20_000; step++)
        {
            int place = random.Next(40);
            if (random.Next(50) == 0)
            {
                samples.Forget(place);
                foreach ((int Place, int Sample) key in expected.Keys.Where(key => key.Place == place).ToList())
                {
                    expected.Remove(key);
                }
            }

            int sample = random.Next(MailCalendar.MaxSamples);
            int connections = random.Next(1, 4);
            samples.Add(place, sample, connections);
            expected[(place, sample)] = expected.GetValueOrDefault((place, sample)) + connections;
        }

        for (int place = 0; place < 50; place++)
        {
            for (int sample = 0; sample < MailCalendar.MaxSamples; sample++)
            {
                Assert.Equal(expected.GetValueOrDefault((place, sample)), samples.Of(place, sample));
            }
        }
    }

    [Fact]
    public void Forget_PlaceThatWasNeverGiven_NothingHappens()
    {
        ClientSamples samples = new();
        samples.Forget(1_000);
        Assert.Equal(0, samples.Of(1_000, 0));
    }
}
