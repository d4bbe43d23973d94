namespace Nats.Lite.Tests;

public sealed class NatsConnectionOnNewerTests() : NatsConnectionConformance(newer: true);
