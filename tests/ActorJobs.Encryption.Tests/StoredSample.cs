namespace ActorJobs.Encryption.Tests;

/// <summary>Envelopes as stores hold them, sealed with <see cref="Any.OldKey"/>. Add, never change.</summary>
internal static class StoredSample
{
    public const string Version1 =
        """{"$encrypted":{"v":1,"key":"630dcd29","nonce":"ZGVmZ2hpamtsbW5v","data":"""
        + "\"MzmqCVvTdP9aAx+NogQHjS6nKGnkAdEP8/yHF+QmIBzP+JCu/jw74A==\"}}";
}
