using FlowSensor.Commands;

return CommandLine.Run(args);
