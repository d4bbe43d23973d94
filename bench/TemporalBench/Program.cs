// TemporalBench compare [--n N] [--c C] [--shapes none,local,...]   both services and both workers in one run
// TemporalBench worker HOST:PORT TASK_QUEUE                         our worker for what tperf starts, until ended
// TemporalBench serve PORT FILE                                     our dev service on a file, until ended
using TemporalBench;

switch (args)
{
    case ["compare", ..]:
        return await Comparison.RunAsync(args[1..]);
    case ["worker", var target, var taskQueue]:
        await Parts.WorkAsync(target, taskQueue);
        return 0;
    case ["serve", var port, var file]:
        await Parts.ServeAsync(int.Parse(port), file);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: TemporalBench compare [--n N] [--c C] [--shapes none,local,activity,steps4] | worker HOST:PORT TASK_QUEUE | serve PORT FILE");
        return 2;
}
