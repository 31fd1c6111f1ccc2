//! How far each business is, line by line of the checklist.

use super::words;
use crate::number::grouped;
use crate::page::parts::{column, japanese, number, numbers, section, table};
use crate::verify::page::decided;
use maud::{Markup, html};
use utsushi_delivery::rehearsal::{Check, Readiness, Rehearsal};
use utsushi_findings::{Both, Lang};

pub(super) fn readiness(entry: &Rehearsal, lang: Lang) -> Markup {
    let rules = [
        (words::TABLES, words::TABLES_RULE),
        (words::MAPPINGS, words::MAPPINGS_RULE),
        (words::CHARACTERS, words::CHARACTERS_RULE),
        (words::REFERENCES, words::REFERENCES_RULE),
        (words::TOTALS, words::TOTALS_RULE),
    ];
    section(
        "readiness",
        words::READINESS,
        lang,
        html! {
            p.rule { (words::READINESS_RULE.get(lang)) }
            (table("ready", words::READINESS.get(lang), html! {
                thead { tr {
                    (column(words::BUSINESS.get(lang))) (numbers(crate::words::ROWS.get(lang)))
                    @for (title, _) in rules { (column(title.get(lang))) }
                    (column(words::VERDICT.get(lang)))
                } }
                tbody { @for business in &entry.businesses { (row(business, lang)) } }
            }))
            dl.rules {
                @for (title, rule) in rules { div { dt { (title.get(lang)) } dd { (rule.get(lang)) } } }
            }
        },
    )
}

fn row(business: &Readiness, lang: Lang) -> Markup {
    let checks = [
        (words::TABLES, Some(business.tables)),
        (words::MAPPINGS, Some(business.mappings)),
        (words::CHARACTERS, business.characters),
        (words::REFERENCES, Some(business.references)),
        (words::TOTALS, Some(business.totals)),
    ];
    html! {
        tr {
            th scope="row" { (format!("{:02}", business.number)) " " (japanese(&business.name, lang)) }
            (number(business.rows))
            @for (title, check) in checks { (cell(title, check.unwrap_or_default(), lang)) }
            td { @if let Some(decision) = business.decision { (decided(decision, lang)) } @else { "－" } }
        }
    }
}

/// `✕ 12 / 15 妨げあり 3`, with a bar for the share that is done.
fn cell(title: Both, check: Check, lang: Lang) -> Markup {
    let (mark, class, said) = words::check(check.state());
    let wide = if check.of == 0 { 0.0 } else { check.done.min(check.of) as f64 / check.of as f64 * 80.0 };
    html! {
        td class=(format!("check-cell {class}")) {
            span aria-hidden="true" { (mark) " " } span.unseen { (title.get(lang)) ": " (said.get(lang)) " " }
            @if check.of > 0 {
                span.done { (grouped(check.done)) " / " (grouped(check.of)) }
                svg.share viewBox="0 0 80 6" aria-hidden="true" {
                    rect.empty width="80" height="6" {}
                    rect.full width=(super::chart::round(wide)) height="6" {}
                }
            }
            @if check.open > 0 { span.open { (words::OPEN.get(lang)) " " (grouped(check.open)) } }
        }
    }
}
