using System.Collections;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Regions of the provider that stands on the line, those in use most; any other may be typed as well.</summary>
internal sealed class RegionCompleter : WordCompleter
{
    private static readonly Dictionary<StoreProvider, string[]> s_regions = new()
    {
        // docs.aws.amazon.com/general/latest/gr/s3.html
        [StoreProvider.Aws] =
        [
            "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
            "eu-north-1", "eu-south-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ap-east-1", "cn-north-1",
            "cn-northwest-1", "me-south-1", "af-south-1",
        ],

        // www.tencentcloud.com/document/product/436/6224
        [StoreProvider.Cos] =
        [
            "ap-beijing", "ap-nanjing", "ap-shanghai", "ap-guangzhou", "ap-chengdu", "ap-chongqing", "ap-hongkong", "ap-singapore", "ap-jakarta",
            "ap-seoul", "ap-bangkok", "ap-tokyo", "na-siliconvalley", "na-ashburn", "sa-saopaulo", "eu-frankfurt",
        ],

        // www.alibabacloud.com/help/en/oss/regions-and-endpoints
        [StoreProvider.Oss] =
        [
            "cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-shenzhen", "cn-guangzhou", "cn-chengdu",
            "cn-hongkong", "ap-southeast-1", "ap-southeast-3", "ap-southeast-5", "ap-northeast-1", "us-west-1", "us-east-1", "eu-central-1", "eu-west-1",
            "me-east-1",
        ],
    };

    private protected override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound)
    {
        bool isKnown = Enum.TryParse($"{bound?["Provider"]}", ignoreCase: true, out StoreProvider provider);
        return s_regions
            .Where(each => !isKnown || each.Key == provider)
            .SelectMany(each => each.Value.Select(region => (Region: region, Provider: each.Key)))
            .GroupBy(each => each.Region, StringComparer.Ordinal)
            .Select(group => (group.Key, $"Region of {string.Join(", ", group.Select(each => each.Provider))}"));
    }
}
