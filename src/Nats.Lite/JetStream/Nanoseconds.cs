using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>A duration as JetStream's API writes it. Precise to 100 ns here, which is finer than any setting.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct Nanoseconds(long Value)
{
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks(Value / TimeSpan.NanosecondsPerTick);

    public static implicit operator Nanoseconds(TimeSpan span) => FromTimeSpan(span);

    public static Nanoseconds FromTimeSpan(TimeSpan span) => new(checked(span.Ticks * TimeSpan.NanosecondsPerTick));

    public override string ToString() => ToTimeSpan().ToString();

    private sealed class Converter : JsonConverter<Nanoseconds>
    {
        public override Nanoseconds Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Nanoseconds value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
