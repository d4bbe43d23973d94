namespace ActivityCore.Tests.Events.Nats;

public sealed class DurableStreamOnNewerTests() : DurableStreamConformance(newer: true);
