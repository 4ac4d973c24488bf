namespace AnimatedImage.Storage;

/// <summary>What a store must be able to do, in the order in which it is tested.</summary>
public enum StorageStep
{
    /// <summary>The name of its host, or of the proxy's, is known.</summary>
    Resolve,

    /// <summary>A connection to it can be made, a secure one where the endpoint is https.</summary>
    Connect,

    /// <summary>It accepts the credential.</summary>
    Authenticate,

    /// <summary>The bucket can be listed.</summary>
    List,

    /// <summary>Part of an object can be read.</summary>
    ReadRange,

    /// <summary>An object can be written.</summary>
    Write,

    /// <summary>An object can be deleted.</summary>
    Delete,
}
