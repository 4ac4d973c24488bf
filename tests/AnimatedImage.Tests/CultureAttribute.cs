using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace AnimatedImage.Tests;

/// <summary>Runs tests under a culture; a class that only adds this to its base runs the base's tests again.</summary>
/// <param name="name">A culture with other decimals than the invariant one: <c>de-DE</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CultureAttribute(string name) : BeforeAfterTestAttribute
{
    private CultureInfo? _before;

    public string Name { get; } = name;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        _before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(Name);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => CultureInfo.CurrentCulture = _before!;
}
