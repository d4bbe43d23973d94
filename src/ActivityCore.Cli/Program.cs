using System.Runtime.InteropServices;
using ActivityCore.Cli.CommandLine;

using var stop = new CancellationTokenSource();
var interrupted = false;

// The first signal asks for a graceful stop; a second one is left to the system, which ends the process at once.
void OnSignal(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested)
    {
        return;
    }

    interrupted = signal.Signal == PosixSignal.SIGINT;
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

var code = await CommandRoot.RunAsync(args, CliContext.OfProcess(), stop.Token);
return interrupted ? ExitCode.Interrupted : code;
