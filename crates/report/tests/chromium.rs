//! The page in a browser: it asks the network for nothing, its filter works, and it looks as `docs/report.png` shows.
//! Without `chromium` on the path these tests say that they skip; with `UTSUSHI_REQUIRE_CHROMIUM=1` they fail.
//!
//! To take the picture of a run anew:
//! `UTSUSHI_RUN=OUT UTSUSHI_SCREENSHOT=../../docs/report.png cargo test -p utsushi-report --test chromium`

#[path = "../src/testing.rs"]
mod testing;

mod browser;

use browser::{Browser, page_sizes, without_policy};
use std::path::PathBuf;
use utsushi_findings::Lang;
use utsushi_report::html;

const CONTROL: &str = "<img src=\"http://control.invalid/a.png\">";

fn page() -> String {
    html(&testing::manifest(), &testing::overview(), Lang::Ja)
}

/// The page without its policy, to run what a test adds to it.
fn unguarded() -> String {
    without_policy(&page())
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    let Some(browser) = Browser::find() else { return };
    assert_eq!(browser.requests(&page()), Vec::<String>::new());
    // The log would have shown a request, and the policy stops one that a page came to hold.
    let control = |page: String| browser.requests(&page.replace("</body>", &format!("{CONTROL}</body>")));
    assert_eq!(control(unguarded()), ["http://control.invalid/a.png"]);
    assert_eq!(control(page()), Vec::<String>::new());
}

#[test]
fn the_policy_lets_the_pages_script_run_and_no_other() {
    let Some(browser) = Browser::find() else { return };
    let added = "<script>document.body.id = 'broken-into'</script></body>";
    let dom = browser.open(&page().replace("</body>", added), &["--dump-dom"]);
    let form = dom.find("<form").map(|at| &dom[at..at + dom[at..].find('>').unwrap()]).unwrap();
    assert!(!form.contains("hidden"), "the script shows the filter: {form}");
    assert!(dom.contains("6 種のうち 6 種を表示"), "and counts");
    assert!(!dom.contains("id=\"broken-into\""));
}

#[test]
fn the_filter_leaves_what_was_asked_for() {
    let Some(browser) = Browser::find() else { return };
    let left = |steps: &str| {
        let script = format!(
            "<script>const field = document.getElementById('filter').elements; {steps}
             document.getElementById('filter').dispatchEvent(new Event('input'));</script></body>"
        );
        let dom = browser.open(&unguarded().replace("</body>", &script), &["--dump-dom"]);
        let (_, told) = dom.split_once("6 種のうち ").unwrap();
        let hidden = dom.split("<tbody id=\"finding-").skip(1);
        let hidden = hidden.filter(|row| row[..row.find('>').unwrap()].contains("hidden")).count();
        let told: usize = told.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(told, 6 - hidden);
        told
    };
    assert_eq!(left("field.severity.value = 'warning';"), 2);
    assert_eq!(left("field.code.value = 'DAT003'; field.text.value = '異動';"), 1);
    assert_eq!(left("field.text.value = 'ｄａｔ００３';"), 2);
    assert_eq!(left("field.file.value = '';"), 2);
    assert_eq!(left("field.text.value = 'no such words';"), 0);
}

#[test]
fn every_example_is_open_on_paper() {
    let Some(browser) = Browser::find() else { return };
    let script = "<script>dispatchEvent(new Event('beforeprint'));</script></body>";
    let dom = browser.open(&unguarded().replace("</body>", script), &["--dump-dom"]);
    assert_eq!(dom.matches("<details open").count(), testing::overview().groups.len());
}

#[test]
fn on_paper_every_page_is_a4_upright() {
    let Some(browser) = Browser::find() else { return };
    let pdf = browser.path("report.pdf");
    browser.open(&page(), &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())]);
    let pdf = std::fs::read(&pdf).unwrap();
    assert_eq!(&pdf[..5], b"%PDF-");
    let sizes = page_sizes(&pdf);
    assert!(!sizes.is_empty(), "the sizes of the pages can be read");
    // 210 mm x 297 mm, within half a millimetre.
    let near = |points: f64, millimetres: f64| (points * 25.4 / 72.0 - millimetres).abs() < 0.5;
    assert!(sizes.iter().all(|size| near(size.0, 210.0) && near(size.1, 297.0)), "{sizes:?}");
}

#[test]
fn on_a_telephone_the_page_is_no_wider_than_the_screen() {
    let Some(browser) = Browser::find() else { return };
    // A frame has the width of a telephone; a window of the browser itself cannot be that narrow.
    let outer =
        "<!doctype html><body><iframe src=\"inner.html\" width=\"390\" height=\"800\"></iframe><script>
        onload = () => { const root = frames[0].document.documentElement;
            document.body.dataset.over = root.scrollWidth - root.clientWidth; };
        </script></body>";
    let over = |page: String| {
        std::fs::write(browser.path("inner.html"), page).unwrap();
        let dom = browser.open(outer, &["--dump-dom", "--allow-file-access-from-files"]);
        let (_, told) = dom.split_once("data-over=\"").unwrap();
        told[..told.find('"').unwrap()].parse::<u32>().unwrap()
    };
    assert_eq!(over(page()), 0);
    let wide = "<div style=\"width: 1000px\">x</div></body>";
    assert!(over(unguarded().replace("</body>", wide)) > 500, "what is too wide is seen");
}

#[test]
fn the_page_can_be_seen() {
    let Some(browser) = Browser::find() else { return };
    let picture =
        std::env::var_os("UTSUSHI_SCREENSHOT").map_or_else(|| browser.path("report.png"), PathBuf::from);
    let picture = std::path::absolute(picture).unwrap();
    let arguments = ["--window-size=1280,1900", &format!("--screenshot={}", picture.display())];
    match std::env::var_os("UTSUSHI_RUN") {
        Some(run) => browser.open_file(&std::path::absolute(run).unwrap().join("report.html"), &arguments),
        None => browser.open(&page(), &arguments),
    };
    let png = std::fs::read(&picture).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..20], 1280_u32.to_be_bytes());
    // A blank sheet of this size takes less than 20 KB.
    assert!(png.len() > 40_000, "{} bytes", png.len());
}
