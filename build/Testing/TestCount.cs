using System.Globalization;

namespace AnimatedImage.Build.Testing;

/// <summary>How many tests ended how.</summary>
internal readonly record struct TestCount(int Passed, int Failed, int Skipped)
{
    public static TestCount OneFailed => new(0, 1, 0);

    public int Total => Passed + Failed + Skipped;

    public static TestCount operator +(TestCount a, TestCount b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");
}
