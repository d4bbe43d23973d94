using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What follows a decision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NextStep>))]
public enum NextStep
{
    /// <summary>No task: the run is complete.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>The tasks are to be emitted.</summary>
    [JsonStringEnumMemberName("emit")]
    Emit,

    /// <summary>Too many tasks: a person releases or drops the run.</summary>
    [JsonStringEnumMemberName("park")]
    Park,

    /// <summary>A rule with <c>on_error: fail_run</c> came to an error.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}
