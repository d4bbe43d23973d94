namespace TemporalBench;

/// <summary>How much is measured.</summary>
internal sealed record BenchOptions
{
    public int Count { get; private init; } = 500;

    public int Starters { get; private init; } = 64;

    public IReadOnlyList<string> Shapes { get; private init; } = ["none", "local", "activity", "steps4"];

    /// <exception cref="ArgumentException">An argument is unknown or no number.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.", nameof(args));
            options = args[i] switch
            {
                "--n" when int.TryParse(value, out var n) && n > 0 => options with { Count = n },
                "--c" when int.TryParse(value, out var c) && c > 0 => options with { Starters = c },
                "--shapes" => options with { Shapes = value.Split(',') },
                _ => throw new ArgumentException($"{args[i]} {value} is not understood.", nameof(args)),
            };
        }
        return options;
    }
}
