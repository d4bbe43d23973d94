using ActivityCore.Events.Nats;
using ActivityCore.Instructions.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Instructions;

/// <summary>Registration of what does instructions.</summary>
public static class InstructionServices
{
    /// <summary>Adds the runners of commands, requests and messages.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="commands">The allow-list of commands.</param>
    /// <param name="targets">What instructions may use by name.</param>
    public static IServiceCollection AddInstructions(this IServiceCollection services, IReadOnlyList<ShellCommand> commands, InstructionTargets targets)
    {
        services.AddSingleton(targets);
        services.AddSingleton<IInstructionRunner>(provider => new ShellRunner(commands, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ShellRunner>>()));
        services.AddSingleton<IInstructionRunner, HttpRunner>();
        services.AddSingleton<IInstructionRunner>(provider => new NatsRunner(provider.GetRequiredService<NatsLink>(), targets, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
