using System.Reflection;

namespace AnimatedImage.Storage.Tests;

/// <summary>The assembly shows one door, and no type of a foreign library behind it.</summary>
public sealed class ArchitectureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_stores_are_reached_by_one_public_type() => Assert.Equal([typeof(MediaStores)], typeof(MediaStores).Assembly.GetExportedTypes());

    [Fact]
    public void No_foreign_type_is_in_its_signatures()
    {
        IEnumerable<Type> used = typeof(MediaStores).GetMethods(Declared).Cast<MethodBase>().Concat(typeof(MediaStores).GetConstructors(Declared))
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)));
        Assert.All(used, type => Assert.Matches("^(System|AnimatedImage)[.]", type.FullName));
    }
}
