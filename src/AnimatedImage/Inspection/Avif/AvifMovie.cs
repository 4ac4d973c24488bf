namespace AnimatedImage.Inspection.Avif;

/// <summary>The movie box of an AVIF image sequence: its picture track, and whether an alpha track belongs to it.</summary>
internal sealed class AvifMovie
{
    // A sequence has one or two tracks; more than this is not looked at.
    private const int MaxTracks = 16;

    private AvifMovie(AvifTrack? picture, bool hasAlpha)
    {
        Picture = picture;
        HasAlpha = hasAlpha;
    }

    /// <summary>The first AV1 picture track that is no auxiliary of another; null when there is none.</summary>
    public AvifTrack? Picture { get; }

    /// <summary>True when an auxiliary track refers to the picture track: in AVIF that is its alpha plane.</summary>
    public bool HasAlpha { get; }

    /// <summary>Reads the box.</summary>
    public static AvifMovie Read(ContainerReader reader, Box movie)
    {
        List<AvifTrack> tracks = [];
        reader.Position = movie.Start;
        while (tracks.Count < MaxTracks && Box.TryNext(reader, movie.End, out Box box))
        {
            if (box.Type == BoxType.Track)
            {
                tracks.Add(AvifTrack.Read(reader, box));
            }

            reader.Position = box.End;
        }

        AvifTrack? picture = tracks.Find(track => track.IsPicture && track.AuxiliaryOf is null);
        return new AvifMovie(picture, picture is not null && tracks.Exists(track => track.AuxiliaryOf == picture.Id));
    }
}
