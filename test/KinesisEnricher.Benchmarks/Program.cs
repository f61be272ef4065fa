using KinesisEnricher.Benchmarks;
using BenchmarkDotNet.Running;
using KinesisEnricher.Benchmarks.Process;
using KinesisEnricher.Benchmarks.Stores;

if (args is ["process" or "cold-start" or "growth", .. var rest])
    return await ProcessCommand.RunAsync(args[0], rest);
if (args is ["stores", .. var options])
    return await StoresCommand.RunAsync(options);
BenchmarkSwitcher.FromAssembly(typeof(Batches).Assembly).Run(args);
return 0;
