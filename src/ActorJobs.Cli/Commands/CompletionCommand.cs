using System.CommandLine;
using ActorJobs.Cli.Running;

namespace ActorJobs.Cli.Commands;

/// <summary><c>completion</c>: what makes a shell complete words.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # actorjobs completion for bash: eval "$(actorjobs completion bash)"
        _actorjobs() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(actorjobs "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _actorjobs actorjobs
        """;

    private const string Zsh = """
        # actorjobs completion for zsh: eval "$(actorjobs completion zsh)"
        _actorjobs() {
          local -a words_found
          words_found=("${(@f)$(actorjobs "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- $words_found
        }
        compdef _actorjobs actorjobs
        """;

    private const string Fish = """
        # actorjobs completion for fish: actorjobs completion fish | source
        complete -f -c actorjobs -a '(actorjobs "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell = """
        # actorjobs completion for PowerShell: actorjobs completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName actorjobs -ScriptBlock {
          param($word, $ast, $position)
          actorjobs "[suggest:$position]" "$ast" | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        return new DocumentedCommand("completion",
            "Writes the script that makes a shell complete commands, options and their values.",
            "eval \"$(actorjobs completion bash)\"")
        {
            shell,
        }.Does(async call =>
        {
            await Console.Out.WriteLineAsync(Scripts[call.Get(shell)!]);
            return ExitCodes.Done;
        });
    }
}
