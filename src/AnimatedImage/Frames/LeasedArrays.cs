namespace AnimatedImage.Frames;

/// <summary>Arrays from a <see cref="BufferLease"/>, or new ones where there is none.</summary>
internal static class LeasedArrays
{
    /// <summary>An array of zeros, of just that length.</summary>
    public static T[] Take<T>(this BufferLease? lease, int length)
        where T : unmanaged => lease?.Rent<T>(length, orLonger: false) ?? new T[length];

    /// <summary>An array of that length or longer; zeros as far as was asked for.</summary>
    public static T[] TakeAtLeast<T>(this BufferLease? lease, int length)
        where T : unmanaged => lease?.Rent<T>(length, orLonger: true) ?? new T[length];

    /// <summary>Exchanges an array that became too short for a longer one that begins with what it holds.</summary>
    /// <param name="lease">Where it was taken from.</param>
    /// <param name="array">The array.</param>
    /// <param name="length">Its new length, at least.</param>
    public static void Lengthen<T>(this BufferLease? lease, ref T[] array, int length)
        where T : unmanaged
    {
        T[] longer = lease.TakeAtLeast<T>(length);
        array.CopyTo(longer, 0);
        lease?.Return(array);
        array = longer;
    }
}
