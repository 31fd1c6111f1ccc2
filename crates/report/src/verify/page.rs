//! The page about a delivery: the verdict first, then the whole at a glance, then a sheet for each section to sign, then
//! what the sheets rest on.

use super::facts::{Facts, class};
use super::{annex, counts, desk, findings, glance, words};
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, numbers, table};
use crate::page::styled;
use maud::{Markup, html};
use utsushi_delivery::verification::{FileState, Reason, Verification};
use utsushi_findings::Lang;

/// The report about a delivery as one page of HTML that asks the network for nothing, in the language of the result.
/// `before` is the result of the last delivery. Same input, same bytes.
pub fn verify_html(result: &Verification, before: Option<&Verification>) -> String {
    let facts = &Facts::new(result, before);
    let lang = facts.lang;
    let title = format!("{} {}", municipality(result, lang), words::TITLE.get(lang));
    let body = html! {
        a.skip href="#findings" { (crate::words::SKIP.get(lang)) }
        (header(facts))
        main {
            (verdict(facts))
            (contents(facts))
            (cards(facts))
            (glance::glance(facts))
            @if before.is_some() { (glance::changes(facts)) }
            (counts::counts(facts))
            (desk::desks(facts))
            (findings::findings(facts))
            (annex::totals(facts))
            (annex::not_run(facts))
            (annex::profile(facts))
            (annex::files(facts))
        }
    };
    styled(&title, body, include_str!("style.css"), lang)
}

/// The municipality's name, or that there is none.
pub(super) fn municipality(result: &Verification, lang: Lang) -> &str {
    result.municipality.as_ref().map_or(words::NO_MUNICIPALITY.get(lang), |municipality| &municipality.name)
}

/// `manifest.json の SHA-256`.
pub(super) fn digest_of(of: &str, lang: Lang) -> String {
    let of = if of.is_empty() { words::FILE_LIST.get(lang) } else { of };
    match lang {
        Lang::Ja => format!("{of} {}", words::DIGEST_OF.get(lang)),
        Lang::En => format!("{} {of}", words::DIGEST_OF.get(lang)),
    }
}

fn header(facts: &Facts<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    let (digest, of) = facts.digest();
    let base_date = result.base_date.as_deref().map(words::day);
    html! {
        header.delivery {
            h1 { span.document { (words::TITLE.get(lang)) } " " (japanese(municipality(result, lang), lang)) }
            dl {
                div { dt { (words::DELIVERY.get(lang)) } dd { (code(&result.delivery.name)) } }
                div { dt { (words::BASE_DATE.get(lang)) } dd { (base_date.as_deref().unwrap_or(words::UNKNOWN.get(lang))) } }
                div { dt { (crate::words::STANDARD.get(lang)) } dd { (japanese(&result.standard.title, lang)) } }
                @if let Some(municipality) = &result.municipality {
                    div { dt { (crate::words::MUNICIPALITY_CODE.get(lang)) } dd { (code(&municipality.code)) } }
                }
                div { dt { (words::REPERTOIRE.get(lang)) } dd { (code(&result.repertoire)) } }
            }
            p.match {
                b { (digest_of(&of, lang)) } " " (code(&digest)) " "
                (words::MATCH.get(lang)) @if of.is_empty() { " " (words::LIST_RULE.get(lang)) }
            }
        }
    }
}

fn verdict(facts: &Facts<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    let decision = result.verdict.decision;
    html! {
        section class=(format!("verdict {}", class(decision))) aria-label=(crate::words::VERDICT.get(lang)) {
            span.mark aria-hidden="true" { (words::mark(decision)) }
            div {
                p.sentence { strong { (words::decision(decision).get(lang)) } }
                p { b { (words::NEXT.get(lang)) } ": " (words::next(decision).get(lang)) }
            }
        }
        section #reasons aria-labelledby="reasons-title" {
            h2 #reasons-title { (words::WHY.get(lang)) }
            @if result.verdict.reasons.is_empty() {
                p { (words::NO_REASON.get(lang)) }
            } @else {
                (table("reasons", words::WHY.get(lang), html! {
                    thead { tr {
                        (column(words::LEADS_TO.get(lang))) (column(words::BY_RULE.get(lang)))
                        (numbers(crate::words::COUNT.get(lang))) (column(crate::words::CODE.get(lang)))
                    } }
                    tbody { @for reason in &result.verdict.reasons { (reason_row(reason, lang)) } }
                }))
            }
        }
    }
}

fn reason_row(reason: &Reason, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { (decided(reason.decision, lang)) }
            td { (japanese(&reason.text, lang)) @if !reason.text.contains(&reason.rule) { " " (code(&reason.rule)) } }
            td.number { (grouped(reason.count)) }
            td { @for (id, count) in &reason.codes { span.code { (code(id)) " " (grouped(*count)) } " " } }
        }
    }
}

/// A decision with its mark.
pub(crate) fn decided(decision: utsushi_delivery::verification::Decision, lang: Lang) -> Markup {
    html! {
        span class=(format!("decided {}", class(decision))) {
            span aria-hidden="true" { (words::mark(decision)) " " } (words::decision(decision).get(lang))
        }
    }
}

fn contents(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    let parts = [
        ("glance", words::GLANCE),
        ("counts", words::COUNTS),
        ("findings", crate::words::FINDINGS),
        ("totals", words::TOTALS),
        ("not-run", words::RULES_NOT_RUN),
        ("profile", words::PROFILE),
        ("files", words::FILES),
    ];
    html! {
        nav aria-label=(crate::words::CONTENTS.get(lang)) {
            ul {
                @for (id, title) in parts { li { a href=(format!("#{id}")) { (title.get(lang)) } } }
                @if facts.before.is_some() { li { a href="#changes" { (words::CHANGES.get(lang)) } } }
            }
        }
        nav aria-label=(words::DESKS.get(lang)) {
            p.rule { (words::DESKS.get(lang)) }
            ul {
                @for desk in facts.desks() {
                    li { a href=(format!("#{}", desk.id())) { (desk::name(&desk, lang)) } }
                }
            }
        }
    }
}

fn cards(facts: &Facts<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    let missing = facts.files(FileState::Missing);
    let there = result.files.len() as u64 - missing;
    let counts = &result.findings;
    let alarm = |count: u64, class: &'static str| if count > 0 { class } else { "" };
    let missing_note = format!("{} {}", words::state(FileState::Missing).get(lang), grouped(missing));
    let cards = [
        (alarm(missing, "wrong"), words::FILES_THERE, there, missing_note),
        ("", words::ROWS_CHECKED, result.delivery.rows, String::new()),
        (alarm(counts.error, "wrong"), words::ERRORS, counts.error, String::new()),
        (alarm(counts.warning, "look"), words::WARNINGS, counts.warning, String::new()),
        ("", words::INFOS, counts.info, String::new()),
        ("", words::RULES_NOT_RUN, result.standard.rules_not_run.len() as u64, String::new()),
    ];
    html! {
        section #numbers aria-label=(crate::words::NUMBERS.get(lang)) {
            dl.cards {
                @for (class, title, value, note) in cards {
                    div class=(format!("card {class}")) {
                        dt { (title.get(lang)) }
                        dd { span.value { (grouped(value)) } @if !note.is_empty() { span.note { (note) } } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{hopeless, previous, verification};

    fn page() -> String {
        verify_html(&verification(), Some(&previous()))
    }

    #[test]
    fn names_and_values_are_text_and_never_markup() {
        let page = page();
        assert!(page.contains("架空市&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<img") && !page.contains("delivery-2026<b>"));
        assert!(page.contains("!A0␀漢&lt;b&gt;"));
    }

    #[test]
    fn the_verdict_comes_first_and_every_section_signs_its_own_sheet() {
        let page = page();
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not there"));
        let order = [
            "<h1",
            "<strong>受入不可</strong>",
            "SET021 支援措置の表示がない",
            "id=\"glance\"",
            "id=\"changes\"",
            "id=\"counts\"",
            "id=\"business-01\"",
            "id=\"business-08\"",
            "id=\"business-all\"",
            "data-severity=",
            "id=\"totals\"",
            "id=\"not-run\"",
            "id=\"profile\"",
            "<footer",
        ];
        assert!(order.map(at).is_sorted(), "{:?}", order.map(at));
    }

    #[test]
    fn every_table_has_a_caption_every_heading_a_scope_and_every_link_an_end() {
        for result in [verification(), Verification { lang: "en".into(), ..verification() }] {
            let page = verify_html(&result, Some(&previous()));
            assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
            let headings = page.matches("<th ").count() + page.matches("<th>").count();
            assert_eq!(headings, page.matches(" scope=\"").count());
            for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{link}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_page_is_named() {
        let mut result = verification();
        result.groups.iter_mut().for_each(|group| group.examples.clear());
        let page = verify_html(&result, None);
        for reference in
            ["http://", "https://", "src=", "url(", "@import", "style=", " onclick", "javascript:"]
        {
            assert!(!page.contains(reference), "{reference}");
        }
    }

    #[test]
    fn the_digest_of_the_delivery_stands_on_every_sheet() {
        let result = verification();
        let page = verify_html(&result, None);
        let sheets = page.matches("class=\"desk\"").count();
        assert_eq!(sheets, 3);
        assert_eq!(page.matches("manifest.json の SHA-256").count(), sheets + 1);
    }

    #[test]
    fn a_page_about_a_million_findings_stays_small_and_says_what_it_leaves_out() {
        let result = hopeless(5_000, 200);
        let page = verify_html(&result, None);
        assert!(page.len() < 4_000_000, "{} bytes", page.len());
        assert!(page.contains("このほかに 4,000 種、800,000 件の指摘があります。"));
        assert_eq!(page.matches("<tbody id=\"finding-").count(), 1_000);
    }

    #[test]
    fn a_delivery_that_is_accepted_raises_no_alarm() {
        let mut result = verification();
        result.verdict = Default::default();
        result.groups.clear();
        result.findings = Default::default();
        result.files.retain(|file| file.state != FileState::Missing);
        let page = verify_html(&result, None);
        assert!(
            page.contains("<strong>受入可</strong>") && page.contains("判定の規則に当たる指摘はありません")
        );
        assert!(!page.contains("card wrong") && !page.contains("verdict wrong"));
    }
}
