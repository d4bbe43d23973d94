using System.Runtime.InteropServices;
using ActivityCore.Demo;

using var stop = new CancellationTokenSource();

// The first signal ends the mission in order, with everything that it started; a second one is left to the system.
void OnSignal(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
return await Demonstration.RunAsync(Console.Out, Console.Error, stop.Token);
