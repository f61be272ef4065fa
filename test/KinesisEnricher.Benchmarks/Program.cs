using KinesisEnricher.Benchmarks;
using BenchmarkDotNet.Running;
using KinesisEnricher.Benchmarks.Process;
using KinesisEnricher.Benchmarks.Stores;

if (args is ["process", .. var rest])
    return await ProcessCommand.RunAsync(rest);
if (args is ["stores", .. var options])
    return await StoresCommand.RunAsync(options);
BenchmarkSwitcher.FromAssembly(typeof(Batches).Assembly).Run(args);
return 0;
