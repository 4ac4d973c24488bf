using Amazon.Runtime;
using Amazon.S3.Model;

namespace AnimatedImage.Storage.S3;

/// <summary>
/// Where a provider says the same in a header of its own: COS and OSS keep an existing object by <c>x-cos-forbid-overwrite</c>
/// (https://www.tencentcloud.com/document/product/436/7749) and <c>x-oss-forbid-overwrite</c>
/// (https://www.alibabacloud.com/help/en/oss/developer-reference/putobject), and document no If-None-Match for writes.
/// </summary>
internal static class ProviderHeaders
{
    /// <summary>The header that stands for <c>If-None-Match: *</c>; null where that itself is understood.</summary>
    public static string? KeepExisting(StoreProvider provider) => provider switch
    {
        StoreProvider.Cos => "x-cos-forbid-overwrite",
        StoreProvider.Oss => "x-oss-forbid-overwrite",
        _ => null,
    };

    /// <summary>Adds the header to a write that may not replace anything, before it is signed.</summary>
    public static void Translate(WebServiceRequestEventArgs call, string header)
    {
        if (call.Request is PutObjectRequest { IfNoneMatch: "*" } or CompleteMultipartUploadRequest { IfNoneMatch: "*" })
        {
            call.Headers[header] = "true";
            call.Headers.Remove("If-None-Match");
        }
    }
}
