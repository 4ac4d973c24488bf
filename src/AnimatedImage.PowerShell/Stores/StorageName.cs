using System.Management.Automation;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>Makes an object carry the profile that it was reached with, so that the next cmdlet in the pipeline reaches it likewise.</summary>
internal static class StorageName
{
    private const string Property = "Storage";

    /// <summary>The object, with a property of the parameter's name.</summary>
    /// <param name="value">What goes to the pipeline.</param>
    /// <param name="storage">The profile that was named; null leaves the object as it is.</param>
    public static object On(object value, string? storage)
    {
        if (storage is null)
        {
            return value;
        }

        PSObject carrying = PSObject.AsPSObject(value);
        carrying.Properties.Add(new PSNoteProperty(Property, storage));
        return carrying;
    }
}
