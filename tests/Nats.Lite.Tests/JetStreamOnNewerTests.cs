namespace Nats.Lite.Tests;

public sealed class JetStreamOnNewerTests() : JetStreamConformance(newer: true);
