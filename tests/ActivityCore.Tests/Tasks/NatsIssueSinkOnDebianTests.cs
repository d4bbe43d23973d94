namespace ActivityCore.Tests.Tasks;

public sealed class NatsIssueSinkOnDebianTests() : NatsIssueSinkConformance(newer: false);
