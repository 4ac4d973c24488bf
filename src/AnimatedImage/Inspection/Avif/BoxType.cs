namespace AnimatedImage.Inspection.Avif;

/// <summary>
/// The box types of ISO base media (ISO/IEC 14496-12), HEIF (ISO/IEC 23008-12) and AVIF that matter here: four characters as a number,
/// most significant byte first.
/// </summary>
internal static class BoxType
{
    public const uint FileType = 0x66747970;
    public const uint Meta = 0x6D657461;
    public const uint Movie = 0x6D6F6F76;
    public const uint MediaData = 0x6D646174;
    public const uint Free = 0x66726565;
    public const uint SkipSpace = 0x736B6970;
    public const uint Uuid = 0x75756964;

    public const uint MovieHeader = 0x6D766864;
    public const uint Track = 0x7472616B;
    public const uint TrackHeader = 0x746B6864;
    public const uint TrackReference = 0x74726566;
    public const uint AuxiliaryLink = 0x6175786C;
    public const uint Edit = 0x65647473;
    public const uint EditList = 0x656C7374;
    public const uint Media = 0x6D646961;
    public const uint MediaHeader = 0x6D646864;
    public const uint Handler = 0x68646C72;
    public const uint MediaInformation = 0x6D696E66;
    public const uint SampleTable = 0x7374626C;
    public const uint SampleDescription = 0x73747364;
    public const uint TimeToSample = 0x73747473;
    public const uint SyncSample = 0x73747373;
    public const uint MovieExtends = 0x6D766578;
    public const uint VideoHeader = 0x766D6864;
    public const uint SampleSize = 0x7374737A;
    public const uint ChunkOffset = 0x7374636F;
    public const uint LargeChunkOffset = 0x636F3634;

    public const uint PrimaryItem = 0x7069746D;
    public const uint ItemReference = 0x69726566;
    public const uint ItemLocation = 0x696C6F63;
    public const uint ItemProperties = 0x69707270;
    public const uint PropertyContainer = 0x6970636F;
    public const uint PropertyAssociation = 0x69706D61;
    public const uint SpatialExtents = 0x69737065;
    public const uint AuxiliaryType = 0x61757843;
    public const uint Rotation = 0x69726F74;

    /// <summary>Sample entry of AV1.</summary>
    public const uint Av1 = 0x61763031;

    /// <summary>Handler of image sequences.</summary>
    public const uint Picture = 0x70696374;

    /// <summary>Handler of video.</summary>
    public const uint Video = 0x76696465;

    /// <summary>Brand of AVIF stills.</summary>
    public const uint AvifBrand = 0x61766966;

    /// <summary>Brand of AVIF image sequences.</summary>
    public const uint AvisBrand = 0x61766973;
}
