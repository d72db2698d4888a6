using MudBlazor;

namespace ActorJobs.Dashboard.Layout;

/// <summary>Colours and type of the component library; dashboard.css holds the same for the rest.</summary>
internal static class Look
{
    private static readonly string[] Fonts = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#4f46e5",
            Secondary = "#0e7490",
            Error = "#dc2626",
            Success = "#047857",
            Warning = "#b45309",
            Info = "#0369a1",
            Background = "#f6f7fb",
            Surface = "#ffffff",
            TextPrimary = "#171a29",
            TextSecondary = "#565c73",
            LinesDefault = "#e3e6ef",
            LinesInputs = "#c4c9d8",
            ActionDefault = "#565c73",
            OverlayDark = "rgba(15,18,32,.45)",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8f8bff",
            PrimaryContrastText = "#11131f",
            Secondary = "#67e8f9",
            Error = "#f87171",
            ErrorContrastText = "#1c0a0a",
            Success = "#34d399",
            SuccessContrastText = "#05231a",
            Warning = "#fbbf24",
            WarningContrastText = "#241a02",
            Info = "#38bdf8",
            InfoContrastText = "#04202e",
            Background = "#0e1018",
            Surface = "#171a26",
            TextPrimary = "#e8eaf4",
            TextSecondary = "#a2a9c0",
            LinesDefault = "#282d3f",
            LinesInputs = "#454c66",
            ActionDefault = "#a2a9c0",
            OverlayDark = "rgba(0,0,0,.6)",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600", FontSize = ".84rem", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = Fonts, FontWeight = "650", FontSize = "1.05rem" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
