//! The page over a history in a browser: it asks the network for nothing, fits a telephone, prints on A4, can be gone through
//! by keyboard, and axe-core (as in `verify_chromium.rs`) finds nothing to mend.
//!
//! To take the picture anew: `UTSUSHI_HISTORY_SCREENSHOT=../../docs/rehearsals.png cargo test -p utsushi-report --test history_chromium`

#[path = "../src/rehearsal/testing.rs"]
mod testing;

mod browser;

use browser::{Browser, page_sizes, without_policy};
use std::path::PathBuf;
use testing::{forecast, history};
use utsushi_findings::Lang;
use utsushi_report::history_html;

fn page(lang: Lang) -> String {
    history_html(&history(), &forecast(), lang)
}

fn with_script(page: &str, script: &str) -> String {
    without_policy(page).replace("</body>", &format!("<script>{script}</script></body>"))
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    let Some(browser) = Browser::find() else { return };
    let page = page(Lang::Ja);
    assert_eq!(browser.requests(&page), Vec::<String>::new());
    let control = page.replace("</body>", "<img src=\"http://control.invalid/a.png\"></body>");
    assert_eq!(browser.requests(&without_policy(&control)), ["http://control.invalid/a.png"]);
}

#[test]
fn every_column_is_drawn_inside_its_picture_and_everything_is_reached_by_keyboard() {
    let Some(browser) = Browser::find() else { return };
    let script = "const told = [];
        for (const svg of document.querySelectorAll('figure.trend > svg')) {
            const frame = svg.getBoundingClientRect();
            const drawn = [...svg.querySelectorAll('rect')].map((one) => one.getBoundingClientRect());
            const inside = drawn.every((one) => one.left >= frame.left - 1 && one.right <= frame.right + 1
                && one.top >= frame.top - 1 && one.bottom <= frame.bottom + 1 && one.height > 0);
            told.push(drawn.length > 0 && inside ? 'in' : 'out');
        }
        const summary = document.querySelector('figure.trend summary');
        summary.focus();
        told.push(document.activeElement === summary ? 'focus' : 'lost');
        summary.click();
        told.push(summary.parentElement.open ? 'open' : 'closed');
        document.body.dataset.told = told.join(' ');";
    let dom = browser.open(&with_script(&page(Lang::En), script), &["--dump-dom", "--window-size=1280,2000"]);
    let (_, told) = dom.split_once("data-told=\"").unwrap();
    assert_eq!(&told[..told.find('"').unwrap()], "in in in in in focus open");
}

#[test]
fn on_paper_it_is_a4_and_on_a_telephone_no_wider_than_the_screen() {
    let Some(browser) = Browser::find() else { return };
    let pdf = browser.path("history.pdf");
    let arguments = ["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())];
    browser.open(&page(Lang::Ja), &arguments);
    let near = |points: f64, millimetres: f64| (points * 25.4 / 72.0 - millimetres).abs() < 0.5;
    let sizes = page_sizes(&std::fs::read(&pdf).unwrap());
    assert!(sizes.iter().all(|size| near(size.0, 210.0) && near(size.1, 297.0)), "{sizes:?}");
    assert!((2..=5).contains(&sizes.len()), "{} sheets", sizes.len());
    let outer =
        "<!doctype html><body><iframe src=\"inner.html\" width=\"390\" height=\"800\"></iframe><script>
        onload = () => { const inner = frames[0].document; const root = inner.documentElement;
            const wide = [...inner.querySelectorAll('body *')].filter((one) => !one.closest('.wide, svg'));
            const out = wide.filter((one) => one.getBoundingClientRect().right > root.clientWidth + 0.5);
            const told = out.map((one) => one.localName + '.' + one.className).slice(0, 9).join(' ');
            document.body.dataset.over = `${root.scrollWidth - root.clientWidth} ${told}`; };
        </script></body>";
    std::fs::write(browser.path("inner.html"), page(Lang::En)).unwrap();
    let dom = browser.open(outer, &["--dump-dom", "--allow-file-access-from-files"]);
    let (_, told) = dom.split_once("data-over=\"").unwrap();
    assert_eq!(&told[..told.find('"').unwrap()], "0 ");
}

#[test]
fn axe_core_finds_nothing_to_mend() {
    let required = std::env::var_os("UTSUSHI_REQUIRE_AXE").is_some_and(|value| value == "1");
    let Some(axe) = std::env::var_os("UTSUSHI_AXE") else {
        assert!(!required, "UTSUSHI_REQUIRE_AXE=1, and UTSUSHI_AXE names no file");
        eprintln!("skipped: UTSUSHI_AXE names no axe.min.js");
        return;
    };
    let Some(browser) = Browser::find() else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let script = format!(
        "{axe}</script><script>
        for (const details of document.querySelectorAll('details')) details.open = true;
        axe.run(document, {{ resultTypes: ['violations'] }}).then((found) => {{
            document.body.dataset.axe = JSON.stringify(found.violations.map((one) => one.id));
        }}, (error) => {{ document.body.dataset.axe = String(error); }});"
    );
    for lang in [Lang::Ja, Lang::En] {
        let dom =
            browser.open(&with_script(&page(lang), &script), &["--dump-dom", "--virtual-time-budget=60000"]);
        let (_, told) = dom.split_once("data-axe=\"").expect("axe ran to its end");
        assert_eq!(&told[..told.find('"').unwrap()], "[]");
    }
}

#[test]
fn the_picture_of_the_documents_can_be_taken() {
    let Some(browser) = Browser::find() else { return };
    let named = std::env::var_os("UTSUSHI_HISTORY_SCREENSHOT").map(PathBuf::from);
    let picture = std::path::absolute(named.unwrap_or_else(|| browser.path("history.png"))).unwrap();
    let arguments = ["--window-size=1280,2100", &format!("--screenshot={}", picture.display())];
    browser.open(&page(Lang::Ja), &arguments);
    let png = std::fs::read(&picture).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert!(png.len() > 40_000, "{} bytes", png.len());
}
