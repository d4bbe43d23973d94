namespace Temporalio.DevServer.Visibility;

/// <summary>A condition over the runs table with its parameters, which are numbered from ?2 on.</summary>
internal sealed record QuerySql(string Where, IReadOnlyList<object> Parameters, bool GroupByStatus);
