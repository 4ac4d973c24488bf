using AnimatedImage.Requests;
using AnimatedImage.Templates;
using AnimatedImage.Tests.Requests;

namespace AnimatedImage.Tests.Templates;

/// <summary>Sound templates with any members set.</summary>
internal static class RandomTemplate
{
    public static AnimationTemplate Create(Random random)
    {
        while (true)
        {
            // A few members of a random request: with all of them it would nearly always contradict itself.
            ConversionRequest full = RandomRequest.Create(random) with { Source = null, Force = false };
            AnimationTemplate template = new()
            {
                Name = string.Concat(Enumerable.Range(0, random.Next(4, 65)).Select(_ => "abcXYZ019-_"[random.Next(11)])),
                Description = random.Next(2) == 0 ? "" : "Für \"alle\" Fälle:\n<😀> & 'so weiter' \\",
                Tags = random.Next(2) == 0 ? [] : ["web", "größer als", "a,b"],
                Created = random.Next(2) == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(random.Next()),
                Modified = random.Next(2) == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(random.Next()),
                Request = full.Without([.. full.SetParameters().Where(_ => random.Next(3) > 0)]),
            };
            if (TemplateRules.Check(template).Count == 0)
            {
                return template;
            }
        }
    }
}
