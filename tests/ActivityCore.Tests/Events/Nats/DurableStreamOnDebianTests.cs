namespace ActivityCore.Tests.Events.Nats;

public sealed class DurableStreamOnDebianTests() : DurableStreamConformance(newer: false);
