namespace ActivityCore.Tests.Tasks;

public sealed class NatsIssueSinkOnNewerTests() : NatsIssueSinkConformance(newer: true);
