namespace ActivityCore.Tests.Routing.Nats;

public sealed class NatsIntakeOnDebianTests() : NatsIntakeConformance(newer: false);
