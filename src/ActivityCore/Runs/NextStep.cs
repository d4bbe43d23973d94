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

    /// <summary>The instructions are to be done; what follows then depends on what they return.</summary>
    [JsonStringEnumMemberName("instruct")]
    Instruct,

    /// <summary>Too many tasks: a person releases or drops the run.</summary>
    [JsonStringEnumMemberName("park")]
    Park,

    /// <summary>A rule or instruction with <c>on_error: fail_run</c> came to an error.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}
