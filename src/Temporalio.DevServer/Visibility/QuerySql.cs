using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Visibility;

/// <summary>A condition over the rows of a namespace, which is ?1, with its parameters, which are numbered from ?2 on.</summary>
internal sealed record QuerySql(string Where, IReadOnlyList<object> Parameters, bool GroupByStatus)
{
    public void Bind(SqlStatement statement, NamespaceEntry ns)
    {
        statement.Bind(1, ns.Key);
        for (var i = 0; i < Parameters.Count; i++)
            statement.BindAny(i + 2, Parameters[i]);
    }
}
