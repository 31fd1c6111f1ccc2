//! The page about a comparison in a browser: it asks the network for nothing, its filter works, and it prints on A4. Chromium as in
//! `chromium.rs`.

#[path = "../src/compare/testing.rs"]
mod testing;

mod browser;

use browser::{Browser, page_sizes, without_policy};
use utsushi_findings::Lang;
use utsushi_report::compare_html;

fn page() -> String {
    compare_html(&testing::comparison(), Lang::Ja)
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    let Some(browser) = Browser::find() else { return };
    assert_eq!(browser.requests(&page()), Vec::<String>::new());
    for reference in ["http://", "https://", " onclick", "javascript:", "style="] {
        assert!(!page().contains(reference), "{reference}");
    }
}

#[test]
fn the_filter_leaves_what_was_asked_for() {
    let Some(browser) = Browser::find() else { return };
    let left = |steps: &str| {
        let script = format!(
            "<script>const field = document.getElementById('filter').elements; {steps}
             document.getElementById('filter').dispatchEvent(new Event('input'));</script></body>"
        );
        let dom = browser.open(&without_policy(&page()).replace("</body>", &script), &["--dump-dom"]);
        let (_, told) = dom.split_once("4 種のうち ").unwrap();
        let hidden = dom.split("<tbody id=\"difference-").skip(1);
        let hidden = hidden.filter(|row| row[..row.find('>').unwrap()].contains("hidden")).count();
        let told: usize = told.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(told, 4 - hidden);
        told
    };
    assert_eq!(left(""), 4);
    assert_eq!(left("field.severity.value = 'changed';"), 2);
    assert_eq!(left("field.severity.value = 'tolerated'; field.text.value = '氏名';"), 1);
    assert_eq!(left("field.file.value = '01.household';"), 1);
    assert_eq!(left("field.text.value = 'no such words';"), 0);
}

#[test]
fn on_paper_every_page_is_a4_upright_and_every_example_is_open() {
    let Some(browser) = Browser::find() else { return };
    let pdf = browser.path("report.pdf");
    browser.open(&page(), &["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())]);
    let sizes = page_sizes(&std::fs::read(&pdf).unwrap());
    let near = |points: f64, millimetres: f64| (points * 25.4 / 72.0 - millimetres).abs() < 0.5;
    assert!(
        !sizes.is_empty() && sizes.iter().all(|size| near(size.0, 210.0) && near(size.1, 297.0)),
        "{sizes:?}"
    );
    let script = "<script>dispatchEvent(new Event('beforeprint'));</script></body>";
    let dom = browser.open(&without_policy(&page()).replace("</body>", script), &["--dump-dom"]);
    assert_eq!(dom.matches("<details open").count(), 4);
}
