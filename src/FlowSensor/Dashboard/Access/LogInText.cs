using FlowSensor.Dashboard.Viewing;

namespace FlowSensor.Dashboard.Access;

/// <summary>The words of the log-in page in one language.</summary>
/// <param name="Language">BCP 47 tag.</param>
internal sealed record LogInText(string Language, string Title, string Name, string Password, string LogIn, string LogOut, string LogOutQuestion, string Stay, string Wrong, string Slow, string Busy, string NoRole, string ProviderFailed, string Provider, string GoOn)
{
    private static readonly LogInText English = new(
        "en", "Log in", "Name", "Password", "Log in", "Log out", "Log out of this sensor?", "Stay", "Name or password is not right.",
        "Too many attempts; try again in a while.", "Too many people are logging in; try again in a moment.", "Your account has no role here; ask an admin for one.",
        "The log-in at the provider failed; try again.", "Log in with", "Go on");

    private static readonly LogInText Chinese = new(
        "zh-Hant", "登入", "名稱", "密碼", "登入", "登出", "要登出此感測器嗎?", "取消", "名稱或密碼不正確。",
        "嘗試次數過多,請稍後再試。", "目前登入人數過多,請稍後再試。", "您的帳號在此沒有角色,請洽管理員。",
        "身分提供者登入失敗,請再試一次。", "登入方式:", "繼續");

    /// <summary>The language that somebody chose, or that the browser asks for.</summary>
    public static LogInText Of(HttpRequest request) => ViewerChoices.LanguageOf(request) == Chinese.Language ? Chinese : English;
}
