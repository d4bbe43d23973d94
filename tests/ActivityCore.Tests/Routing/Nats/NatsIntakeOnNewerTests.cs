namespace ActivityCore.Tests.Routing.Nats;

public sealed class NatsIntakeOnNewerTests() : NatsIntakeConformance(newer: true);
