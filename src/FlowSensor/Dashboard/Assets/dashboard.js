// Theme, time zone and copies of text: what only the browser can do. Runs before the page is drawn, so that the theme does not flicker.
"use strict";
(() => {
    const year = 365 * 24 * 3600;
    const keep = (name, value) => {
        document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    };
    const kept = name => {
        const found = document.cookie.split("; ").find(part => part.startsWith(name + "="));
        return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
    };
    const root = document.documentElement;
    const showTheme = () => {
        for (const button of document.querySelectorAll("[data-theme-choice]")) {
            button.setAttribute("aria-pressed", button.dataset.themeChoice === root.dataset.theme ? "true" : "false");
        }
    };
    if (!kept("flowsensor-zone")) {
        // The first visit: the next page is in the browser's own zone.
        keep("flowsensor-zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
    }

    window.flowsensor = { live: () => { root.dataset.live = "true"; } };
    document.addEventListener("click", event => {
        const target = event.target instanceof Element ? event.target : null;
        if (target?.closest(".skip")) {
            event.preventDefault();
            document.getElementById("content").focus();
            return;
        }

        const theme = target?.closest("[data-theme-choice]");
        if (theme) {
            root.dataset.theme = theme.dataset.themeChoice;
            keep("flowsensor-theme", theme.dataset.themeChoice);
            showTheme();
            return;
        }

        const zone = target?.closest("[data-zone-choice]");
        if (zone) {
            keep("flowsensor-zone", zone.dataset.zoneChoice === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
            location.reload();
            return;
        }

        // The menu of a narrow page closes when a page was chosen.
        if (target?.closest(".nav a")) {
            const menu = document.getElementById("menu");
            if (menu) {
                menu.checked = false;
            }
        }
    }, true);
    document.addEventListener("DOMContentLoaded", () => {
        showTheme();
        // The framework draws the buttons again when the page becomes live.
        new MutationObserver(showTheme).observe(document.body, { childList: true, subtree: true });
    });
})();
