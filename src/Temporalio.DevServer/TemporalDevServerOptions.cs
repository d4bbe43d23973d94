using Microsoft.Extensions.Logging;

namespace Temporalio.DevServer;

/// <summary>How the service runs. Read once at start.</summary>
public sealed class TemporalDevServerOptions
{
    /// <summary>File that keeps everything; created when missing. Null (the default) keeps it in memory only.</summary>
    public string? DatabasePath { get; set; }

    /// <summary>Address that <see cref="TemporalDevServer.StartAsync"/> listens on. The default is the loopback address.</summary>
    public System.Net.IPAddress Address { get; set; } = System.Net.IPAddress.Loopback;

    /// <summary>Port that <see cref="TemporalDevServer.StartAsync"/> listens on; 0 (the default) takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Namespaces to register at start when missing. The default is "default" alone.</summary>
    public IList<string> Namespaces { get; } = ["default"];

    /// <summary>
    /// Search attributes to register in each of <see cref="Namespaces"/>: name to type, one of Text, Keyword, Int, Double, Bool,
    /// Datetime, KeywordList. Empty by default.
    /// </summary>
    public IDictionary<string, string> SearchAttributes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long closed runs are kept in namespaces registered at start. The default is 3 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The clock of all timers and times of the service. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// For tests: the service's clock can be put forward to the next thing that is due, and Temporal's TestService is served,
    /// which allows it. Time passes by itself until a caller unlocks it, and closed runs are kept. False by default.
    /// </summary>
    public bool TimeSkipping { get; set; }

    /// <summary>Where the service logs. The default is nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
