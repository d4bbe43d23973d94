using System.Reflection;
using System.Text;

namespace Temporalio.Managed.Tests.Common;

/// <summary>Writes what others can see of an assembly, one member a line, in an order that does not depend on the compiler.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly, Func<string, bool> ofNamespace)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().Where(type => ofNamespace(type.Namespace ?? "")).OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Name(type)).Append(" : ").AppendJoin(", ", Bases(type)).Append('\n');
            foreach (var line in Members(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = type.GetInterfaces().Except(inherited).Where(candidate => !Name(candidate).StartsWith("IEquatable", StringComparison.Ordinal));
        return bases.Select(Name).Order(StringComparer.Ordinal).Prepend(type.BaseType is { } parent ? Name(parent) : "interface");
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {(int)Enum.Parse(type, name)}");
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null;
        return type.GetMembers(Declared)
            .Where(member => !IsCompilerMade(member, isRecord))
            .Select(Describe)
            .OfType<string>();
    }

    // Records write their equality, printing, copying and taking apart themselves.
    private static bool IsCompilerMade(MemberInfo member, bool isRecord) =>
        member.Name.Contains('<', StringComparison.Ordinal) ||
        (isRecord && (member.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "Deconstruct" or "op_Equality" or "op_Inequality" or "EqualityContract" or "get_EqualityContract" ||
            (member is ConstructorInfo copy && copy.GetParameters() is [{ } only] && only.ParameterType == member.DeclaringType)));

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when Visible(constructor) is { } access => $"{access}new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when Visible(method) is { } access => $"{access}{Static(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        MethodInfo { IsSpecialName: true } method when method.Name.StartsWith("op_", StringComparison.Ordinal) => $"static {Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property => Describe(property),
        FieldInfo { IsPublic: true } field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string? Describe(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter ? Visible(getter) : null;
        var set = property.SetMethod is { } setter ? Visible(setter) : null;
        if (get is null && set is null)
            return null;
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name is "IsExternalInit") == true;
        var accessors = string.Concat(get is null ? "" : $" {get}get;", set is null ? "" : $" {set}{(isInit ? "init" : "set")};");
        return $"{((property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name} {{{accessors} }}";
    }

    private static string? Visible(MethodBase method) => method switch
    {
        { IsPublic: true } => "",
        { IsFamily: true } or { IsFamilyOrAssembly: true } => "protected ",
        _ => null,
    };

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) => parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        var ours = type.Namespace?.StartsWith("Temporalio", StringComparison.Ordinal) == true && !type.IsNested ? type.Namespace + "." : "";
        var outer = type.IsNested ? Name(type.DeclaringType!) + "." : "";
        var bare = type.Name.Split('`')[0];
        return ours + outer + bare + (type.Name.Contains('`', StringComparison.Ordinal) ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
    }
}
