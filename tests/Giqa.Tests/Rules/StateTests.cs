using System.Reflection;
using System.Runtime.CompilerServices;

namespace Giqa.Tests.Rules;

/// <summary>The libraries keep no state of their own: collaborators come through constructors.</summary>
public sealed class StateTests
{
    public static TheoryData<string> Libraries => ["Giqa", "Giqa.Training"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void StaticFields_OfALibrary_AreReadOnlyOrOneThreads(string library)
    {
        var mutable = from type in Assembly.Load(library).GetTypes()
                      where !IsGenerated(type)
                      from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                      where !field.IsInitOnly && !field.IsLiteral && !field.IsDefined(typeof(ThreadStaticAttribute)) && !IsGenerated(field)
                      select $"{type.FullName}.{field.Name}";
        Assert.Empty(mutable);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Classes_OfALibrary_AreSealedOrMadeForInheritance(string library)
    {
        var types = Assembly.Load(library).GetTypes();
        HashSet<Type> bases = [typeof(GiqaException)];
        bases.UnionWith(types.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type));
        var open = types
            .Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract && !IsGenerated(type) && !bases.Contains(type))
            .Select(type => type.FullName);
        Assert.Empty(open);
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        || member.Name.Contains('<', StringComparison.Ordinal)
        || (member.DeclaringType is { } outer && IsGenerated(outer));
}
