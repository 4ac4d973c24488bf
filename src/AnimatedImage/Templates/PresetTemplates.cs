using AnimatedImage.Requests;

namespace AnimatedImage.Templates;

/// <summary>
/// Templates that come with the project. Each says what it is for; why its settings are what they are stands beside them. Their names
/// and purposes stay; their settings may improve from version to version, and who needs them unchanged copies them.
/// </summary>
public static class PresetTemplates
{
    /// <summary>Every preset, by name.</summary>
    public static IReadOnlyList<AnimationTemplate> All { get; } =
    [
        // Slack takes emoji of 128 KB at most and shows them at 128 pixels and below; 20 frames of 10 hundredths of a second.
        Preset(
            "chat-emoji",
            "A square GIF of 128 pixels and two seconds for custom emoji in chats, such as Slack's (at most 128 KB).",
            ["chat", "gif"],
            OutputFormat.Gif,
            new ConversionRequest
            {
                Clip = new ClipRange { Duration = TimePosition.FromSeconds(2) },
                Playback = new Playback { FrameRate = 10 },
                Size = Square(128),
                Picture = new PictureOptions { Quality = 60, Colors = 128 },
            }),

        // WhatsApp wants WebP of exactly 512 × 512, at most 500 KB and 10 s, frames of 8 ms and more (github.com/WhatsApp/stickers);
        // Telegram, Signal and Discord show 512, 512 and 320 pixels.
        Preset(
            "chat-sticker",
            "A square WebP of 512 pixels and three seconds for animated stickers in chats, such as WhatsApp's (at most 500 KB).",
            ["chat", "webp"],
            OutputFormat.WebP,
            new ConversionRequest
            {
                Clip = new ClipRange { Duration = TimePosition.FromSeconds(3) },
                Playback = new Playback { FrameRate = 12 },
                Size = Square(512),
                Picture = new PictureOptions { Quality = 45 },
                Budget = new SizeBudget { MaxSize = 500_000, Priority = [SizePriority.Dimensions] },
            }),

        // 600 pixels is the width mails are laid out for, and about 1 MB the most that loads in time: a busy film scene of 3 s takes 0.9 MB. Three plays, so that nothing moves
        // for ever beside text (WCAG 2.2.2); GIF, because mail programs show nothing else moving.
        Preset(
            "e-mail",
            "A GIF of 600 pixels and three seconds that plays three times, for mails and newsletters. Some mail programs show its first frame only: start where that one says enough.",
            ["mail", "gif"],
            OutputFormat.Gif,
            new ConversionRequest
            {
                Clip = new ClipRange { Duration = TimePosition.FromSeconds(3) },
                Playback = new Playback { FrameRate = 8, PlayCount = 3 },
                Size = new FrameSize { Width = FrameDimension.FromNumber(600) },
                Picture = new PictureOptions { Quality = 45 },
            }),

        // Delays of four hundredths of a second are the shortest that every browser keeps and that divide into 25 frames exactly.
        Preset(
            "high-quality-gif",
            "The best a GIF can be: 25 frames a second, 256 colours a frame, up to 800 pixels on the longer side. Large files.",
            ["gif", "quality"],
            OutputFormat.Gif,
            new ConversionRequest
            {
                Playback = new Playback { FrameRate = 25 },
                Size = new FrameSize { LongSide = 800 },
                Picture = new PictureOptions { Quality = 100, Colors = 256 },
            }),

        // Three seconds, as on the large video sites, but of the whole video: twelve frames from everywhere cost less to read than one
        // excerpt, and say more.
        Preset(
            "hover-preview",
            "A WebP of 320 pixels that runs through the whole video in three seconds, to be shown while the pointer rests on a thumbnail.",
            ["web", "webp", "overview"],
            OutputFormat.WebP,
            new ConversionRequest
            {
                Sampling = new Sampling { Count = 12 },
                Playback = new Playback { FrameRate = 4 },
                Size = new FrameSize { Width = FrameDimension.FromNumber(320) },
                Picture = new PictureOptions { Quality = 60 },
            }),

        // A README's text is a little over 800 pixels wide and GitHub takes images up to 10 MB. Screen recordings change rarely, so ten
        // frames a second are enough; the end rests, so that it can be read.
        Preset(
            "readme-demo",
            "A GIF of 800 pixels at ten frames a second that rests two seconds at its end, for screen recordings in a README (at most 10 MB on GitHub).",
            ["web", "gif", "screen"],
            OutputFormat.Gif,
            new ConversionRequest
            {
                Playback = new Playback { FrameRate = 10, EndDelay = 2 },
                Size = new FrameSize { Width = FrameDimension.FromNumber(800) },
                Picture = new PictureOptions { Quality = 75 },
            }),

        // Half of the default size and of the usual rate, and the quality below which WebP's blocks begin to show.
        Preset(
            "small-webp",
            "A WebP that loads fast: up to 480 pixels on the longer side, twelve frames a second, modest quality.",
            ["web", "webp", "small"],
            OutputFormat.WebP,
            new ConversionRequest
            {
                Playback = new Playback { FrameRate = 12 },
                Size = new FrameSize { LongSide = 480 },
                Picture = new PictureOptions { Quality = 50 },
            }),

        // The same size and rate as small-webp, so that the two can be offered side by side in one picture element.
        Preset(
            "smallest-avif",
            "The smallest file for browsers of 2022 and later: AVIF, up to 480 pixels on the longer side, twelve frames a second. Slow to encode.",
            ["web", "avif", "small"],
            OutputFormat.Avif,
            new ConversionRequest
            {
                Playback = new Playback { FrameRate = 12 },
                Size = new FrameSize { LongSide = 480 },
                Picture = new PictureOptions { Quality = 40 },
            }),

        // One still a second is slow enough to take in; WebP, since stills differ wholly and GIF would store each of them in full.
        Preset(
            "thumbnail-strip",
            "Ten stills from the whole video, one a second, as a small WebP of up to 240 pixels: a contact sheet that turns its own pages.",
            ["overview", "webp", "small"],
            OutputFormat.WebP,
            new ConversionRequest
            {
                Sampling = new Sampling { Count = 10 },
                Playback = new Playback { FrameRate = 1 },
                Size = new FrameSize { LongSide = 240 },
                Picture = new PictureOptions { Quality = 70 },
            }),
    ];

    /// <summary>The preset of that name; null when there is none.</summary>
    public static AnimationTemplate? Find(string name) => All.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static FrameSize Square(int pixels) => new()
    {
        Width = FrameDimension.FromNumber(pixels),
        Height = FrameDimension.FromNumber(pixels),
        ScaleType = ScaleType.Crop,
        AllowUpscale = true,
    };

    private static AnimationTemplate Preset(string name, string description, string[] tags, OutputFormat format, ConversionRequest request) => new()
    {
        Name = name,
        Description = description,
        Tags = tags,
        IsReadOnly = true,
        Request = request with { Formats = [format] },
    };
}
