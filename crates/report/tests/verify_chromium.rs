//! The pages about deliveries in a browser: they ask the network for nothing, their filter works with a million findings,
//! they print on A4 with a page for each section, and axe-core finds nothing to mend. Chromium as in `chromium.rs`.
//!
//! axe-core is read from the file that `UTSUSHI_AXE` names (`npm install axe-core` puts it at
//! `node_modules/axe-core/axe.min.js`); without it that test says that it skips, with `UTSUSHI_REQUIRE_AXE=1` it fails.
//!
//! To take the pictures anew, of the result in `UTSUSHI_VERIFIED` or of a made-up one:
//! `UTSUSHI_VERIFY_SCREENSHOTS=../../docs cargo test -p utsushi-report --test verify_chromium pictures`

#[path = "../src/verify/testing.rs"]
mod testing;

mod browser;

use browser::{Browser, page_sizes, without_policy};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use testing::{hopeless, previous, verification};
use utsushi_delivery::verification::Verification;
use utsushi_findings::Lang;
use utsushi_report::{City, each_html, verify_html};

const CONTROL: &str = "<img src=\"http://control.invalid/a.png\">";

fn page() -> String {
    verify_html(&verification(), Some(&previous()))
}

fn overview() -> String {
    let cities = [
        City::verified("a", "a", &verification(), Some(&previous())),
        City::verified("b", "b", &previous(), None),
        City::failed("c", vec!["unreadable".into()]),
    ];
    each_html(&cities, Lang::Ja)
}

fn with_script(page: &str, script: &str) -> String {
    without_policy(page).replace("</body>", &format!("<script>{script}</script></body>"))
}

#[test]
fn no_page_asks_the_network_for_anything() {
    let Some(browser) = Browser::find() else { return };
    for page in [page(), overview()] {
        assert_eq!(browser.requests(&page), Vec::<String>::new());
        let control = |page: String| browser.requests(&page.replace("</body>", &format!("{CONTROL}</body>")));
        assert_eq!(control(without_policy(&page)), ["http://control.invalid/a.png"]);
        assert_eq!(control(page), Vec::<String>::new());
    }
}

#[test]
fn findings_are_filtered_by_business_file_item_and_code_and_searched() {
    let Some(browser) = Browser::find() else { return };
    let all = verification().groups.len();
    let left = |steps: &str| {
        let script = format!(
            "const form = document.getElementById('filter');
             const field = (name) => form.querySelector(`[name=${{name}}]`); {steps}
             form.dispatchEvent(new Event('input'));"
        );
        let dom = browser.open(&with_script(&page(), &script), &["--dump-dom"]);
        let (_, told) = dom.split_once(&format!("{all} 種のうち ")).unwrap();
        let hidden = dom.split("<tbody id=\"finding-").skip(1);
        let hidden = hidden.filter(|row| row[..row.find('>').unwrap()].contains("hidden")).count();
        let told: usize = told.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(told, all - hidden);
        told
    };
    assert_eq!(left("field('business').value = '08';"), 1);
    assert_eq!(left("field('business').value = '';"), 1);
    assert_eq!(left("field('file').value = '01.resident';"), 4);
    assert_eq!(left("field('item').value = '生年月日';"), 1);
    assert_eq!(left("field('code').value = 'REC001';"), 1);
    assert_eq!(left("field('severity').value = 'error'; field('text').value = 'ｄａｔ００２';"), 1);
    assert_eq!(left("field('text').value = 'no such words';"), 0);
}

#[test]
fn a_million_findings_can_be_used() {
    let Some(browser) = Browser::find() else { return };
    let page = verify_html(&hopeless(5_000, 200), None);
    let script = "const form = document.getElementById('filter');
        const times = ['項目00007', 'DAT002', ''].map((text) => {
            const from = performance.now();
            form.elements.text.value = text;
            form.dispatchEvent(new Event('input'));
            document.body.offsetHeight;
            return performance.now() - from;
        });
        document.body.dataset.slowest = Math.ceil(Math.max(...times));";
    let begun = Instant::now();
    let dom = browser.open(&with_script(&page, script), &["--dump-dom"]);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let (_, told) = dom.split_once("data-slowest=\"").unwrap();
    let slowest: u64 = told[..told.find('"').unwrap()].parse().unwrap();
    eprintln!("{} bytes, opened in {:?}, slowest filter {slowest} ms", page.len(), begun.elapsed());
    assert!(slowest < 3_000, "{slowest} ms");
}

#[test]
fn on_paper_every_section_begins_a_page_of_a4() {
    let Some(browser) = Browser::find() else { return };
    let pages = |result: &Verification| {
        let pdf = browser.path("report.pdf");
        let arguments = ["--no-pdf-header-footer", &format!("--print-to-pdf={}", pdf.display())];
        browser.open(&verify_html(result, None), &arguments);
        page_sizes(&std::fs::read(&pdf).unwrap())
    };
    let sizes = pages(&verification());
    let near = |points: f64, millimetres: f64| (points * 25.4 / 72.0 - millimetres).abs() < 0.5;
    assert!(sizes.iter().all(|size| near(size.0, 210.0) && near(size.1, 297.0)), "{sizes:?}");
    // Another section, however small, takes a page of its own.
    let mut more = verification();
    let mut business = more.businesses[1].clone();
    business.number = 9;
    more.businesses.push(business);
    assert_eq!(pages(&more).len(), sizes.len() + 1);
}

#[test]
fn on_a_telephone_the_page_is_no_wider_than_the_screen() {
    let Some(browser) = Browser::find() else { return };
    let outer =
        "<!doctype html><body><iframe src=\"inner.html\" width=\"390\" height=\"800\"></iframe><script>
        onload = () => { const inner = frames[0].document; const root = inner.documentElement;
            const wide = [...inner.querySelectorAll('body *')].filter((one) => !one.closest('.wide, svg'));
            const out = wide.filter((one) => one.getBoundingClientRect().right > root.clientWidth + 0.5);
            const told = out.map((one) => one.localName + '.' + one.className).slice(0, 9).join(' ');
            document.body.dataset.over = `${root.scrollWidth - root.clientWidth} ${told}`; };
        </script></body>";
    for page in [page(), overview()] {
        std::fs::write(browser.path("inner.html"), page).unwrap();
        let dom = browser.open(outer, &["--dump-dom", "--allow-file-access-from-files"]);
        let (_, told) = dom.split_once("data-over=\"").unwrap();
        assert_eq!(&told[..told.find('"').unwrap()], "0 ");
    }
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
    let told = |page: &str| {
        let script = format!(
            "{axe}</script><script>
            for (const details of document.querySelectorAll('details')) details.open = true;
            axe.run(document, {{ resultTypes: ['violations'] }}).then((found) => {{
                const told = found.violations.map((one) => `${{one.id}}: ${{one.nodes.map((node) => node.html).slice(0, 3).join(' ')}}`);
                document.body.dataset.axe = JSON.stringify({{ passed: found.passes.length, told }});
            }}, (error) => {{ document.body.dataset.axe = String(error); }});"
        );
        let dom = browser.open(&with_script(page, &script), &["--dump-dom", "--virtual-time-budget=60000"]);
        let (_, told) = dom.split_once("data-axe=\"").expect("axe ran to its end");
        told[..told.find('"').unwrap()].replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
    };
    let english = Verification { lang: "en".into(), ..verification() };
    for page in [page(), verify_html(&english, Some(&previous())), overview()] {
        let found = told(&page);
        let found: serde_json::Value = serde_json::from_str(&found).unwrap_or_else(|_| panic!("{found}"));
        assert!(found["passed"].as_u64().unwrap() > 10, "{found}");
        assert_eq!(found["told"], serde_json::json!([]));
    }
    // A page that has something to mend is told apart.
    assert!(told(&page().replace("<html lang=\"ja\">", "<html>")).contains("html-has-lang"));
}

/// The picture of a page as it is on paper: its first section sheet on A4 at 96 dots per inch.
fn paper(browser: &Browser, page: &str, picture: &Path) {
    let print = page.replace("@media print", "@media all").replacen(
        "</style>",
        "html { background: #fff; } body { width: 186mm; margin: 14mm 12mm !important; }
         main > :not(.desk), header.delivery, footer, .desk ~ .desk { display: none !important; }</style>",
        1,
    );
    let arguments = ["--window-size=794,1123", &format!("--screenshot={}", picture.display())];
    browser.open(&without_policy(&print), &arguments);
}

#[test]
fn the_pictures_of_the_documents_can_be_taken() {
    let Some(browser) = Browser::find() else { return };
    let folder =
        std::env::var_os("UTSUSHI_VERIFY_SCREENSHOTS").map_or_else(|| browser.path(""), PathBuf::from);
    let folder = std::path::absolute(folder).unwrap();
    let read = |variable: &str| -> Option<Verification> {
        let folder = PathBuf::from(std::env::var_os(variable)?);
        Some(serde_json::from_slice(&std::fs::read(folder.join("verification.json")).unwrap()).unwrap())
    };
    let page = match read("UTSUSHI_VERIFIED") {
        Some(result) => verify_html(&result, read("UTSUSHI_VERIFIED_BEFORE").as_ref()),
        None => page(),
    };
    let screen = folder.join("verify.png");
    browser.open(&page, &["--window-size=1280,1900", &format!("--screenshot={}", screen.display())]);
    let a4 = folder.join("verify-a4.png");
    paper(&browser, &page, &a4);
    for (picture, width) in [(screen, 1280_u32), (a4, 794)] {
        let png = std::fs::read(&picture).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..20], width.to_be_bytes());
        // A blank sheet takes less than 20 KB.
        assert!(png.len() > 40_000, "{} bytes", png.len());
    }
}
