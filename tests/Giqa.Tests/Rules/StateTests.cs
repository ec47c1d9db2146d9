using System.Reflection;
using System.Runtime.CompilerServices;

namespace Giqa.Tests.Rules;

/// <summary>The library keeps no state of its own: collaborators come through constructors.</summary>
public sealed class StateTests
{
    [Fact]
    public void StaticFields_OfTheLibrary_AreReadOnly()
    {
        var mutable = from type in typeof(GiqaException).Assembly.GetTypes()
                      where !IsGenerated(type)
                      from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                      where !field.IsInitOnly && !field.IsLiteral && !IsGenerated(field)
                      select $"{type.FullName}.{field.Name}";
        Assert.Empty(mutable);
    }

    [Fact]
    public void Classes_OfTheLibrary_AreSealedOrMadeForInheritance()
    {
        HashSet<Type> bases = [typeof(GiqaException)];
        bases.UnionWith(typeof(GiqaException).Assembly.GetTypes().Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type));
        var open = typeof(GiqaException).Assembly.GetTypes()
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
