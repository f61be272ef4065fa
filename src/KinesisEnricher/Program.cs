using KinesisEnricher.Hosting;
using KinesisEnricher.Runtime.Configuration;
using KinesisEnricher.Runtime.RuntimeApi;

var environment = ProcessEnvironment.Read();
var begun = StartUp.Begin(environment);
var log = StartUp.OpenLog(environment, TimeProvider.System);
var exitCode = await RuntimeProcess.RunAsync(
    environment, () => new EnricherHandler(StartUp.Run(begun, log), TimeProvider.System), log, ProcessEnvironment.SetTraceId);
if (exitCode == RuntimeProcess.Misused)
    Console.Error.WriteLine("To run the function on this machine: dotnet run --project src/KinesisEnricher.Local");
return exitCode;
