namespace Nats.Lite.Tests;

public sealed class NatsConnectionOnDebianTests() : NatsConnectionConformance(newer: false);
