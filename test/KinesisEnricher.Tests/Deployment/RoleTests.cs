using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace KinesisEnricher.Tests.Deployment;

public sealed class RoleTests
{
    /// <summary>The password's secret is read by the extension beside the function, with the function's role: no client shows it.</summary>
    const string ExtensionCall = "secretsmanager:GetSecretValue";

    /// <summary>What only commands for people use, with those people's permissions.</summary>
    const string AdminType = "DynamoDbAdmin";

    /// <summary>What AWS's service authorization reference lists without a resource type.</summary>
    static readonly string[] WithoutResources =
    [
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "kinesis:ListStreams",
        "xray:PutTelemetryRecords", "xray:PutTraceSegments",
    ];

    /// <summary>Clients, and the prefix that IAM has for their service.</summary>
    static readonly Dictionary<(string Namespace, string Type), string> Clients = new()
    {
        [("Amazon.DynamoDBv2", "IAmazonDynamoDB")] = "dynamodb",
        [("Amazon.DynamoDBv2", "AmazonDynamoDBClient")] = "dynamodb",
        [("Amazon.S3", "IAmazonS3")] = "s3",
        [("Amazon.S3", "AmazonS3Client")] = "s3",
        [("KinesisEnricher.Runtime.Aws", "KinesisClient")] = "kinesis",
    };

    [Fact]
    public void Code_is_allowed_the_calls_that_are_compiled_into_it_and_no_others()
    {
        var allowed = Template.Statements("EnricherRole", "CodeCalls").SelectMany(Template.Actions).Where(action => !action.StartsWith("kms:", StringComparison.Ordinal));

        Assert.Equal(CompiledCalls().Append(ExtensionCall).Order(), allowed.Distinct().Order());
    }

    [Fact]
    public void Lambda_is_allowed_what_it_does_in_the_function_s_name()
    {
        var allowed = Template.Statements("EnricherRole", "LambdaInItsName").SelectMany(Template.Actions).ToHashSet();

        Assert.Superset(new HashSet<string>
        {
            "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "kms:Decrypt", "s3:PutObject", "s3:ListBucket",
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams",
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
        }, allowed);
    }

    [Theory]
    [InlineData("CodeCalls")]
    [InlineData("LambdaInItsName")]
    public void Only_actions_that_know_no_resource_are_allowed_on_all(string policy)
    {
        foreach (var statement in Template.Statements("EnricherRole", policy))
        {
            Assert.DoesNotContain(Template.Actions(statement), action => action.Contains('*'));
            if (statement.GetProperty("Effect").GetString() == "Allow" && statement.GetProperty("Resource").ToString() == "*")
                Assert.Empty(Template.Actions(statement).Except(WithoutResources));
        }
    }

    /// <summary>The calls of the clients in the function's assembly: <c>IAmazonS3.PutObjectAsync</c> is <c>s3:PutObject</c>.</summary>
    static SortedSet<string> CompiledCalls()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(KinesisEnricher.Function).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || metadata.GetString(OutermostOf(method.GetDeclaringType(), metadata).Name) == AdminType)
                continue;
            foreach (var member in MembersIn(assembly.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!, metadata))
            {
                if (member.Parent.Kind != HandleKind.TypeReference)
                    continue;
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                var name = metadata.GetString(member.Name);
                if (name.EndsWith("Async", StringComparison.Ordinal) && name != nameof(IAsyncDisposable.DisposeAsync)
                    && Clients.TryGetValue((metadata.GetString(type.Namespace), metadata.GetString(type.Name)), out var service))
                    calls.Add($"{service}:{name[..^"Async".Length]}");
            }
        }
        return calls;
    }

    /// <summary>An async method's code lies in a type inside the one that was written.</summary>
    static TypeDefinition OutermostOf(TypeDefinitionHandle handle, MetadataReader metadata)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? OutermostOf(outer, metadata) : type;
    }

    /// <summary>Any four bytes that are a token of a member elsewhere: calls, and by chance a few more, which the clients' names sort out.</summary>
    static IEnumerable<MemberReference> MembersIn(byte[] code, MetadataReader metadata)
    {
        var last = metadata.GetTableRowCount(TableIndex.MemberRef);
        for (var i = 0; i + sizeof(int) <= code.Length; i++)
        {
            var token = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i));
            var row = token & 0xFFFFFF;
            if (token >> 24 == (int)TableIndex.MemberRef && row > 0 && row <= last)
                yield return metadata.GetMemberReference(MetadataTokens.MemberReferenceHandle(row));
        }
    }
}
