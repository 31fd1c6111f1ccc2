//! The delivery at a glance: businesses by how high a check looks, readable without colour; and what changed.

use super::changes::{Change, Changed, count};
use super::facts::{Facts, all};
use super::page::decided;
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, number, numbers, section, table};
use maud::{Markup, html};
use std::collections::BTreeMap;
use utsushi_delivery::verification::{BusinessResult, Counts, Decision};
use utsushi_findings::{Both, Lang};

/// The heights with their names, lowest first.
pub(super) const HEIGHTS: [(&str, Both); 4] = [
    ("item", words::ITEM_HEIGHT),
    ("record", words::RECORD_HEIGHT),
    ("file", words::FILE_HEIGHT),
    ("delivery", words::DELIVERY_HEIGHT),
];

/// Kinds of findings that the table of changes lists of each change: of new ones, of worse ones …
const LISTED: usize = 20;

pub(super) fn glance(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    section(
        "glance",
        words::GLANCE,
        lang,
        html! {
            p.rule { (words::GLANCE_RULE.get(lang)) }
            (table("glance", words::GLANCE.get(lang), html! {
                thead { tr {
                    (column(words::BUSINESS.get(lang)))
                    @for (_, title) in HEIGHTS { (column(title.get(lang))) }
                    (numbers(words::ROWS_DELIVERED.get(lang)))
                    (column(crate::words::VERDICT.get(lang)))
                } }
                tbody {
                    @for business in &facts.result.businesses { (row(business, lang)) }
                    (whole(facts))
                }
            }))
        },
    )
}

fn row(business: &BusinessResult, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href=(format!("#business-{:02}", business.number)) {
                    (format!("{:02} ", business.number)) (japanese(&business.name, lang))
                }
            }
            @for (height, title) in HEIGHTS {
                (heat(business.heights.get(height).copied().unwrap_or_default(), title, lang))
            }
            (number(business.rows))
            td { (decided(business.decision, lang)) }
        }
    }
}

/// Findings about no business that was delivered.
fn whole(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    let mut heights: BTreeMap<&str, Counts> = BTreeMap::new();
    for (_, group) in facts.desks().last().into_iter().flat_map(|desk| &desk.groups) {
        let counts = heights.entry(&group.height).or_default();
        match group.severity.as_str() {
            "error" => counts.error += group.count,
            "warning" => counts.warning += group.count,
            _ => counts.info += group.count,
        }
    }
    html! {
        tr {
            th scope="row" { a href="#business-all" { (words::WHOLE.get(lang)) } }
            @for (height, title) in HEIGHTS { (heat(heights.get(height).copied().unwrap_or_default(), title, lang)) }
            td.number {} td {}
        }
    }
}

/// A cell: its worst mark, the figures, and a bar with a step for each power of ten.
fn heat(counts: Counts, height: Both, lang: Lang) -> Markup {
    let whole = counts.error + counts.warning + counts.info;
    let class = match counts {
        Counts { error: 0, warning: 0, info: 0 } => "heat none",
        Counts { error: 0, warning: 0, .. } => "heat some",
        Counts { error: 0, .. } => "heat look",
        _ => "heat wrong",
    };
    let parts = [
        ("✕", words::ERRORS, counts.error),
        ("△", words::WARNINGS, counts.warning),
        ("i", words::INFOS, counts.info),
    ];
    html! {
        td class=(class) {
            @if whole == 0 {
                span aria-hidden="true" { "✓" } span.unseen { (height.get(lang)) ": " (words::NONE.get(lang)) }
            } @else {
                @for (mark, name, count) in parts.into_iter().filter(|(.., count)| *count > 0) {
                    span.part { span aria-hidden="true" { (mark) " " } span.unseen { (name.get(lang)) " " } (grouped(count)) } " "
                }
                (steps(whole))
            }
        }
    }
}

/// A step for each digit of `count`.
fn steps(count: u64) -> Markup {
    let filled = count.checked_ilog10().map_or(0, |power| power as usize + 1);
    html! {
        svg.steps viewBox="0 0 80 6" aria-hidden="true" {
            @for step in 0..8 {
                rect class=(if step < filled { "full" } else { "empty" }) x=(step * 10) y="0" width="8" height="6" {}
            }
        }
    }
}

pub(super) fn changes(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    let Some(before) = facts.before else { return html! {} };
    let counts = count(&facts.changes);
    let figures = [
        (Change::New, counts.new),
        (Change::Worse, counts.worse),
        (Change::Same, counts.same),
        (Change::Better, counts.better),
        (Change::Gone, counts.gone),
    ];
    let mut of_each: BTreeMap<Change, usize> = BTreeMap::new();
    let (changed, left): (Vec<&Changed<'_>>, Vec<&Changed<'_>>) =
        facts.changes.iter().filter(|kind| kind.change != Change::Same).partition(|kind| {
            let before = of_each.entry(kind.change).or_default();
            *before += 1;
            *before <= LISTED
        });
    let other_rules =
        before.profile != facts.result.profile || before.standard.name != facts.result.standard.name;
    section(
        "changes",
        words::CHANGES,
        lang,
        html! {
            p {
                (words::LAST_DELIVERY.get(lang)) ": " (code(&before.delivery.name)) " · "
                (words::LAST_VERDICT.get(lang)) ": " (decided(before.verdict.decision, lang)) " → " (decided(facts.result.verdict.decision, lang))
            }
            @if other_rules { p.notice { (words::STANDARD_CHANGED.get(lang)) } }
            dl.cards {
                @for (change, count) in figures {
                    div.card { dt { (words::change(change).get(lang)) } dd { span.value { (grouped(count)) } } }
                }
            }
            @if changed.is_empty() {
                p { (words::NOTHING_CHANGED.get(lang)) }
            } @else {
                (table("changes", words::CHANGES.get(lang), html! {
                    thead { tr {
                        (column(words::CHANGE.get(lang))) (column(crate::words::WHAT.get(lang))) (column(crate::words::PLACE.get(lang)))
                        (numbers(words::LAST.get(lang))) (numbers(words::NOW.get(lang)))
                    } }
                    tbody { @for kind in &changed { (change_row(kind, lang)) } }
                }))
                @if !left.is_empty() {
                    p.rule { (words::left_out(left.len() as u64, left.iter().map(|kind| kind.is.max(kind.was)).sum(), lang)) }
                }
            }
        },
    )
}

fn change_row(kind: &Changed<'_>, lang: Lang) -> Markup {
    let group = kind.group;
    html! {
        tr {
            th scope="row" { (words::change(kind.change).get(lang)) }
            td { (code(&group.code)) " " (title(&group.code, &group.title, lang)) }
            td { (place(&group.file_name, &group.file, &group.item, lang)) }
            (number(kind.was)) (number(kind.is))
        }
    }
}

/// What a code is called, in the language of the page: a result of last time may be in another.
pub(crate) fn title<'a>(id: &str, written: &'a str, lang: Lang) -> &'a str {
    utsushi_findings::find(id).map_or(written, |code| code.0.title.get(lang))
}

/// `住民情報 01.resident 生年月日`.
pub(crate) fn place(name: &str, file: &str, item: &str, lang: Lang) -> Markup {
    html! {
        @if item.is_empty() {
            span.whole { (crate::words::WHOLE_RECORD.get(lang)) }
        } @else {
            span.item { (japanese(item, lang)) }
        }
        @if !file.is_empty() { br; (japanese(name, lang)) " " (code(file)) }
    }
}

/// A decision and the findings of a business: `✕ 23 / 2`.
pub(super) fn worst(business: &BusinessResult) -> (Decision, Counts) {
    (business.decision, all(business))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{previous, verification};

    #[test]
    fn a_cell_is_read_without_colour_and_without_eyes() {
        let result = verification();
        let text = glance(&Facts::new(&result, None)).into_string();
        assert!(text.contains("✕ </span><span class=\"unseen\">エラー </span>23"), "{text}");
        assert_eq!(text.matches("指摘なし</span>").count(), 4 * 3 - 5);
    }

    #[test]
    fn each_power_of_ten_is_a_step() {
        let full = |count| steps(count).into_string().matches("full").count();
        assert_eq!([0, 1, 9, 10, 999_999, 1_000_000].map(full), [0, 1, 1, 2, 6, 7]);
    }

    #[test]
    fn what_did_not_change_is_counted_and_not_listed() {
        let (result, before) = (verification(), previous());
        let text = changes(&Facts::new(&result, Some(&before))).into_string();
        assert_eq!(text.matches("<th scope=\"row\">").count(), 4);
        assert!(text.contains("▼ 減少") && text.contains("✓ 解消") && text.contains("delivery-2025"));
    }

    #[test]
    fn another_profile_is_told() {
        let (result, mut before) = (verification(), previous());
        let notice = words::STANDARD_CHANGED.ja;
        assert!(!changes(&Facts::new(&result, Some(&before))).into_string().contains(notice));
        before.profile.off.push("DAT002".into());
        assert!(changes(&Facts::new(&result, Some(&before))).into_string().contains(notice));
    }
}
