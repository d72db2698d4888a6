using ActorJobs.Tests.Tls;

namespace ActorJobs.Settings.Tests;

public sealed class TlsTests : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string Certificate = "CLUSTER_TLS_CERTIFICATE must name a PKCS#12 or PEM file with this node's "
        + "certificate and private key, ";
    private readonly TestAuthority _authority = new("mine");
    private readonly TestAuthority _other = new("other");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Pem_with_key_is_taken() =>
        Given.Settings(_authority.Settings("node")).Cluster.Tls.ShouldNotBeNull().Password.ShouldBeNull();

    [Fact]
    public void Pkcs12_with_its_password_is_taken_and_the_password_not_shown()
    {
        var settings = Given.Settings(
            ("CLUSTER_TLS_CERTIFICATE", _authority.IssuePkcs12("node")),
            ("CLUSTER_TLS_PASSWORD", TestAuthority.Password),
            ("CLUSTER_TLS_CA", _authority.AuthorityPath));

        settings.Cluster.ToString().ShouldNotContain(TestAuthority.Password);
        ClusterCertificates.Load(settings.Cluster.Tls!, DateTimeOffset.UtcNow, out _)
            .ShouldNotBeNull().Own.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void Wrong_password_is_a_fault_that_does_not_show_it()
    {
        var fault = Given.Reading(
            ("CLUSTER_TLS_CERTIFICATE", _authority.IssuePkcs12("node")), ("CLUSTER_TLS_PASSWORD", "wrong-hush"),
            ("CLUSTER_TLS_CA", _authority.AuthorityPath)).Faults.Sentences.ShouldHaveSingleItem();

        fault.ShouldBe(Certificate
            + "but its file cannot be opened as certificates; make it readable, with its key and password.");
    }

    [Fact]
    public void Every_fault_is_named_at_once() =>
        Given.Reading(
            ("CLUSTER_TLS_CERTIFICATE", "/no/such/file"),
            ("CLUSTER_TLS_CA", _authority.Write("leaf.pem", "nothing"))).Faults.Sentences.ShouldBe(
        [
            Certificate + "but there is no file that can be read; make it readable, with its key and password.",
            "CLUSTER_TLS_CA must name a PEM file with the authority's certificates, "
                + "but the file holds no root certificate; put the authority's root into it, as PEM.",
        ]);

    [Fact]
    public void Authority_and_password_alone_are_faults() =>
        Given.Reading(("CLUSTER_TLS_CA", _authority.AuthorityPath), ("CLUSTER_TLS_PASSWORD", "hush")).Faults.Sentences
            .Select(sentence => sentence.Split(';')[0]).ShouldBe(
            [
                "CLUSTER_TLS_CA must be set only together with CLUSTER_TLS_CERTIFICATE",
                "CLUSTER_TLS_PASSWORD must be set only together with CLUSTER_TLS_CERTIFICATE",
            ]);

    [Fact]
    public void Certificate_alone_is_a_fault() =>
        Given.Reading(("CLUSTER_TLS_CERTIFICATE", _authority.IssuePem("node"))).Faults.Sentences.ShouldBe(
        [
            "CLUSTER_TLS_CA must be set together with CLUSTER_TLS_CERTIFICATE; "
                + "name the PEM file of the authority that all members' certificates come from.",
        ]);

    [Fact]
    public void Certificate_that_peers_would_refuse_is_refused_at_start()
    {
        Fault(_other.IssuePem("stranger")).ShouldContain("the certificate does not come from the cluster's authority");
        Fault(_authority.IssuePem("old", isExpired: true)).ShouldContain("the certificate expired at 20");
        Fault(_authority.IssuePem("server", use: ServerUse))
            .ShouldContain("is not for both server and client authentication");
        Fault(_authority.AuthorityPath).ShouldContain("the file holds no private key");
    }

    [Fact]
    public void Peer_is_judged_by_authority_time_and_use()
    {
        var trust = ClusterCertificates.Load(
            new ClusterTlsSettings(_authority.IssuePem("node"), null, _authority.AuthorityPath),
            DateTimeOffset.UtcNow, out _)!.Trust;

        trust.WhyRefused(_authority.Issue("member"), DateTimeOffset.UtcNow).ShouldBeNull();
        trust.WhyRefused(null, DateTimeOffset.UtcNow).ShouldBe("was not presented");
        trust.WhyRefused(_other.Issue("x"), DateTimeOffset.UtcNow)
            .ShouldBe("does not come from the cluster's authority");
        trust.WhyRefused(_authority.Issue("x", isExpired: true), DateTimeOffset.UtcNow)!
            .ShouldStartWith("expired at ");
        trust.WhyRefused(_authority.Issue("x"), DateTimeOffset.UtcNow.AddDays(-20))!
            .ShouldStartWith("is not valid before ");
    }

    private string Fault(string certificate) => Given.Reading(
        ("CLUSTER_TLS_CERTIFICATE", certificate), ("CLUSTER_TLS_CA", _authority.AuthorityPath)).Faults.Sentences
        .ShouldHaveSingleItem();
}
