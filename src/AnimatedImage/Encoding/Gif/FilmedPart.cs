namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// Finds film in a picture that mostly stands still: a video in a window or a call. What stands still says nothing about the noise of the
/// rest.
/// </summary>
internal static class FilmedPart
{
    /// <summary>Levels within which a pixel of film stays from frame to frame more often than not.</summary>
    private const int NearLevels = 8;

    /// <summary>Second difference along a row, in levels, that soft shades do not reach.</summary>
    private const int RoughLevels = 2;

    /// <summary>Of what changes in drawn graphics at most one pixel of three is both near what it was and rough, soft edges of letters and dots.</summary>
    private const int ChangedPerRoughOne = 3;

    private const int SampleRowStep = 4;

    /// <summary>True when most of what changes, in every fourth row, is film.</summary>
    /// <param name="marked">Held colours and kinds as marked.</param>
    /// <param name="source">The frame.</param>
    public static bool Prevails(PixelPlane marked, PixelPlane source)
    {
        int changed = 0, film = 0;
        for (int y = 0; y < source.Height; y += SampleRowStep)
        {
            ReadOnlySpan<uint> marks = marked.Row(y), now = source.Row(y);
            for (int x = 1; x < source.Width - 1; x++)
            {
                if ((marks[x] & PixelKind.Changed) != 0 && ((marks[x] | now[x]) & PixelKind.Void) == 0)
                {
                    changed++;
                    film += IsFilm(marks[x], now[x - 1], now[x], now[x + 1]) ? 1 : 0;
                }
            }
        }

        return film * ChangedPerRoughOne > changed;
    }

    private static bool IsFilm(uint held, uint left, uint now, uint right)
    {
        bool isNear = true, isRough = false;
        for (int shift = 0; shift < 24; shift += 8)
        {
            int level = (int)(now >> shift) & 0xFF;
            isNear &= Math.Abs(level - ((int)(held >> shift) & 0xFF)) <= NearLevels;
            isRough |= Math.Abs(((int)(left >> shift) & 0xFF) - (2 * level) + ((int)(right >> shift) & 0xFF)) > RoughLevels;
        }

        return isNear && isRough;
    }
}
