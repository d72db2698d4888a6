using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActorJobs.Scheduling;

/// <summary>A number that follows from a text, the same in every process and release, evenly spread.</summary>
internal static class StableHash
{
    public static ulong Of(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
