namespace Nats.Lite.Tests;

public sealed class JetStreamOnDebianTests() : JetStreamConformance(newer: false);
