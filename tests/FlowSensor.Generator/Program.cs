using FlowSensor.Generator;

return new GeneratorCommand().Parse(args).Invoke();
