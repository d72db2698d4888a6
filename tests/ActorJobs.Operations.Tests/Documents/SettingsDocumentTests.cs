namespace ActorJobs.Operations.Tests.Documents;

/// <summary><c>docs/settings.md</c> is what the program says.</summary>
public sealed class SettingsDocumentTests
{
    private static readonly string File = Path.Combine(Repository.Root, "docs/settings.md");

    [Fact]
    public void Settings_document_is_as_the_program_would_write_it()
    {
        var written = SettingsDocument.Write();
        if (Environment.GetEnvironmentVariable("ACTORJOBS_WRITE_DOCS") == "1")
        {
            System.IO.File.WriteAllText(File, written);
        }

        System.IO.File.ReadAllText(File).ShouldBe(written);
    }
}
