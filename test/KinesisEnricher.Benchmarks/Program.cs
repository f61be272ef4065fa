using KinesisEnricher.Benchmarks;
using BenchmarkDotNet.Running;
using KinesisEnricher.Benchmarks.Process;

if (args is ["process", .. var rest])
    return await ProcessCommand.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(Batches).Assembly).Run(args);
return 0;
