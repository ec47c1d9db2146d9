using System.Reflection;
using System.Runtime.CompilerServices;

namespace Giqa.Tests.Rules;

/// <summary>The public surface of an assembly as sorted lines of text.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Describes all public types but Razor components, which the Razor compiler makes public and which nobody is meant to call.</summary>
    internal static string Describe(Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var type in assembly.GetExportedTypes().Where(type => type.Namespace?.EndsWith(".Components", StringComparison.Ordinal) != true).OrderBy(NameOf, StringComparer.Ordinal))
        {
            lines.Add($"{KindOf(type)} {NameOf(type)}");
            lines.AddRange(MembersOf(type).Order(StringComparer.Ordinal).Select(member => $"    {member}"));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        var fields = type.GetFields(Declared).Where(field => field.IsPublic).Select(field => $"{field.Name} : {NameOf(field.FieldType)}");
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetMethod?.IsPublic ?? false)
            .Select(property => $"{property.Name}{Index(property)} : {NameOf(property.PropertyType)}{Setter(property)}");
        var constructors = type.GetConstructors(Declared).Where(constructor => constructor.IsPublic).Select(constructor => $".ctor{Parameters(constructor.GetParameters())}");
        var methods = type.GetMethods(Declared)
            .Where(method => method.IsPublic && !method.IsSpecialName && !IsRecordPlumbing(method))
            .Select(method => $"{method.Name}{Generics(method)}{Parameters(method.GetParameters())} : {NameOf(method.ReturnType)}");
        return fields.Concat(properties).Concat(constructors).Concat(methods);
    }

    private static bool IsRecordPlumbing(MethodInfo method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name is "ToString" or "Equals" or "GetHashCode" or "<Clone>$" or "Deconstruct";

    private static string Setter(PropertyInfo property) => property.SetMethod is { IsPublic: true } setter
        ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " { init }" : " { set }"
        : string.Empty;

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : string.Empty;

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } parameters ? Parameters(parameters) : string.Empty;

    private static string Parameters(ParameterInfo[] parameters) =>
        $"({string.Join(", ", parameters.Select(parameter => $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : string.Empty)}"))})";

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{NameOf(value)}?";
        }

        var name = type.Namespace?.StartsWith("Giqa", StringComparison.Ordinal) == true ? type.ToString() : type.Name;
        name = name.Split('[', '`')[0];
        return type switch
        {
            { IsArray: true } => $"{NameOf(type.GetElementType()!)}[]",
            { IsByRef: true } => $"ref {NameOf(type.GetElementType()!)}",
            { IsGenericType: true } => $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>",
            _ => name,
        };
    }
}
