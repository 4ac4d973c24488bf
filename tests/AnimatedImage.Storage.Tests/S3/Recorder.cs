using System.Net;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Takes requests instead of a network, and answers like a store that agrees with everything.</summary>
internal sealed class Recorder : HttpMessageHandler
{
    private readonly List<RecordedRequest> _requests = [];

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Dictionary<string, string> headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        lock (_requests)
        {
            _requests.Add(new RecordedRequest(request.Method.Method, request.RequestUri!, headers, body));
        }

        string query = request.RequestUri!.Query;
        return (request.Method.Method, query) switch
        {
            ("HEAD", _) or ("GET", "") when headers.GetValueOrDefault("Range") != "bytes=100-199" => Answer(HttpStatusCode.NotFound, "<Error><Code>NoSuchKey</Code></Error>"),
            ("GET", "") => Part(),
            ("GET", _) => Answer(HttpStatusCode.OK, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"),
            ("POST", "?uploads") => Answer(HttpStatusCode.OK, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"),
            ("POST", _) => Answer(HttpStatusCode.OK, "<CompleteMultipartUploadResult><ETag>\"e-2\"</ETag></CompleteMultipartUploadResult>"),
            _ => Answer(HttpStatusCode.OK, ""),
        };
    }

    private static HttpResponseMessage Part()
    {
        HttpResponseMessage answer = Answer(HttpStatusCode.PartialContent, new string('x', 100));
        answer.Content.Headers.ContentRange = new(100, 199, 1000);
        return answer;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body)
    {
        HttpResponseMessage answer = new(status) { Content = new StringContent(body) };
        answer.Headers.TryAddWithoutValidation("ETag", "\"d41d8cd98f00b204e9800998ecf8427e\"");
        return answer;
    }
}
