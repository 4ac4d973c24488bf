namespace AnimatedImage.Storage.S3;

/// <summary>What was being done when a store refused; the same status means different things.</summary>
internal enum StoreOperation
{
    /// <summary>Asking what an object is.</summary>
    Describe,

    /// <summary>Reading bytes.</summary>
    Read,

    /// <summary>Listing a prefix.</summary>
    List,

    /// <summary>Writing an object or a part of one.</summary>
    Write,

    /// <summary>Removing an object.</summary>
    Delete,
}
