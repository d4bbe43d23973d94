using System.Reflection;

namespace Temporalio.Client;

/// <summary>Wire names of attributed members, for calls by expression.</summary>
internal static class CallNames
{
    public static string NameFromRunMethodForCall(MethodInfo method)
    {
        var type = method.ReflectedType ?? throw new ArgumentException($"{method} has no type", nameof(method));
        _ = Attribute(method, "WorkflowRunAttribute");
        if (ExplicitName(Attribute(type, "WorkflowAttribute")) is { } name)
            return name;
        return type.IsInterface && type.Name.Length > 1 && type.Name[0] == 'I' && char.IsUpper(type.Name[1]) ? type.Name[1..] : type.Name;
    }

    public static string Signal(MethodInfo method) =>
        ExplicitName(Attribute(method, "WorkflowSignalAttribute")) ?? (method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name);

    public static string Query(MemberInfo member) => ExplicitName(Attribute(member, "WorkflowQueryAttribute")) ?? member.Name;

    private static CustomAttributeData Attribute(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(data => string.Equals(data.AttributeType.Name, name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"{member} missing {name[..^9]} attribute", nameof(member));

    private static string? ExplicitName(CustomAttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: string name }, ..] ? name : null;
}
