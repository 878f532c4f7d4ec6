using BenchmarkDotNet.Running;
using FlowSensor.Benchmarks;

return BenchmarkSwitcher.FromAssembly(typeof(ShortRunConfig).Assembly).Run(args, new ShortRunConfig()).Any(static summary => summary.HasCriticalValidationErrors) ? 1 : 0;
