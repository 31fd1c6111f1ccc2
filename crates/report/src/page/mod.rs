//! The page: one file, no request. Its only style and its only script are in it, and the content security policy
//! names both by their SHA-256, so that nothing a name or a value may hold can run.

mod account;
mod characters;
mod chart;
mod files;
mod findings;
pub(crate) mod parts;
mod persons;
mod summary;

use crate::facts::Facts;
use crate::words;
use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use utsushi_delivery::{Manifest, Overview};
use utsushi_findings::{Both, Lang};

/// The report as one page of HTML that asks the network for nothing. Same input, same bytes.
pub fn html(manifest: &Manifest, overview: &Overview, lang: Lang) -> String {
    let facts = &Facts::new(manifest, overview);
    let title = format!("{} {}", manifest.municipality.name, words::TITLE.get(lang));
    let body = html! {
        a.skip href="#findings" { (words::SKIP.get(lang)) }
        (summary::header(facts, lang))
        main {
            (summary::verdict(facts, lang))
            (parts::contents(lang))
            (summary::cards(facts, lang))
            (chart::targets(facts, lang))
            (account::account(facts, lang))
            (files::inputs(facts, lang))
            (findings::findings(facts, lang))
            (characters::characters(facts, lang))
            (persons::persons(facts, lang))
            (files::totals(facts, lang))
            (files::basis(facts, lang))
            (files::outputs(facts, lang))
            (account::signatures(lang))
        }
    };
    document(&title, body, lang)
}

/// A page around `body`: its only style and its only script are in it.
pub(crate) fn document(title: &str, body: Markup, lang: Lang) -> String {
    styled(title, body, "", lang)
}

/// A page with `more` rules behind those that all pages share.
pub(crate) fn styled(title: &str, body: Markup, more: &str, lang: Lang) -> String {
    footed(title, body, more, words::MADE_BY, lang)
}

/// The same with another line at the foot, in which `{version}` is that of the program.
pub(crate) fn footed(title: &str, body: Markup, more: &str, foot: Both, lang: Lang) -> String {
    let style = lines(include_str!("style.css")) + &lines(more);
    let script = lines(include_str!("script.js"));
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        source(&style),
        source(&script)
    );
    let version = env!("CARGO_PKG_VERSION");
    let page = html! {
        (DOCTYPE)
        html lang=(lang.name()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(format!("utsushi {version}"));
                title { (title) }
                // A browser asks the server for an icon when a page names none.
                link rel="icon" href="data:,";
                style { (PreEscaped(&style)) }
            }
            body {
                (body)
                footer {
                    p { (foot.get(lang).replace("{version}", version)) }
                }
                script { (PreEscaped(&script)) }
            }
        }
    };
    page.into_string()
}

/// A browser reads CR LF as LF before it takes the digest; and a checkout on Windows must not change the page.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn source(text: &str) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    fn page(lang: Lang) -> String {
        html(&manifest(), &overview(), lang)
    }

    #[test]
    fn names_and_values_are_text_and_never_markup() {
        let page = page(Lang::Ja);
        assert!(page.contains("架空市&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert_eq!(page.matches("<script").count(), 1);
        assert!(page.contains("input/&lt;img src=x&gt;.csv"));
        assert!(!page.contains("<img"));
        assert!(page.contains("!A0␀漢&lt;b&gt;"));
        assert!(page.contains("&amp; more"));
    }

    #[test]
    fn the_same_run_gives_the_same_bytes() {
        for lang in [Lang::Ja, Lang::En] {
            assert_eq!(page(lang), page(lang));
        }
        assert_eq!(lines("a\r\nb\n"), "a\nb\n");
    }

    #[test]
    fn the_verdict_comes_before_the_numbers_and_they_before_the_findings() {
        let page = page(Lang::Ja);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not there"));
        let order = [
            "<h1",
            "1,000件のうち31件に確認が必要です",
            "読み込んだレコード</dt>",
            "<svg",
            "件数照合表</h2>",
            "受け取ったファイル</h2>",
            "data-severity=",
            "検算値</h2>",
            "公式の仕様書ではありません",
            "作成したファイル</h2>",
            "<footer",
        ];
        assert!(order.map(at).is_sorted(), "{:?}", order.map(at));
    }

    #[test]
    fn nothing_outside_the_page_is_named() {
        for lang in [Lang::Ja, Lang::En] {
            let mut manifest = manifest();
            manifest.jobs[0].inputs[0].path = "input/a.csv".into();
            let mut overview = overview();
            overview.groups.iter_mut().for_each(|group| group.examples.clear());
            let page = html(&manifest, &overview, lang);
            for reference in
                ["http://", "https://", "src=", "url(", "@import", "style=", " onclick", "javascript:"]
            {
                assert!(!page.contains(reference), "{reference}");
            }
            let links = page.match_indices("href=\"").map(|(at, found)| &page[at + found.len()..]);
            assert!(links.map(|to| &to[..1]).all(|to| to == "#" || to == "d"));
        }
    }

    #[test]
    fn the_policy_lets_only_the_pages_own_script_and_style_run() {
        let page = page(Lang::En);
        for tag in ["script", "style"] {
            let (_, rest) = page.split_once(&format!("<{tag}>")).unwrap();
            let (text, _) = rest.split_once(&format!("</{tag}>")).unwrap();
            assert!(page.contains(&format!("{tag}-src '{}'", source(text))), "{tag}");
        }
        assert!(!page.contains("unsafe"));
    }

    #[test]
    fn every_table_has_a_caption_and_every_heading_a_scope() {
        let page = page(Lang::En);
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        let headings = page.matches("<th ").count() + page.matches("<th>").count();
        assert_eq!(headings, page.matches(" scope=\"").count());
    }

    #[test]
    fn japanese_names_in_an_english_page_say_that_they_are_japanese() {
        let page = page(Lang::En);
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        assert!(page.contains("<span lang=\"ja\">住民情報</span>"));
        assert!(page.contains("31 of 1,000 records need attention"));
    }
}
