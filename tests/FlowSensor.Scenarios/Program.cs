using FlowSensor.Scenarios;

return new ScenariosCommand().Parse(args).Invoke();
