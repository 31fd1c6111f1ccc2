//! What changed since the last rehearsal that looked at as much.

use super::changes::{FindingChange, RehearsalChanges, Where};
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, number, numbers, section, table};
use crate::verify::glance::{place, title};
use crate::verify::words::{change, severity};
use maud::{Markup, html};
use utsushi_findings::Lang;

pub(super) fn changes(changes: Option<&RehearsalChanges>, lang: Lang) -> Markup {
    section(
        "changes",
        words::CHANGES,
        lang,
        html! {
            @match changes {
                None => p { (words::NO_EARLIER.get(lang)) },
                Some(changes) => {
                    p { (words::BEFORE.get(lang)) ": " (words::REHEARSALS.get(lang)) " " (changes.before) }
                    (read(changes, lang))
                    (findings(changes, lang))
                    (accounts(changes, lang))
                }
            }
        },
    )
}

/// What was read and is another now.
fn read(changes: &RehearsalChanges, lang: Lang) -> Markup {
    let lists = [
        (words::EDITED, &changes.edited),
        (words::ADDED, &changes.added),
        (words::REMOVED, &changes.removed),
    ];
    html! {
        h3 { (words::DIFFERS.get(lang)) }
        @if changes.nothing_read_differs() { p { (words::NOTHING_DIFFERS.get(lang)) } }
        ul.differs {
            @for (how, files) in lists {
                @for (_, path) in files { li { (code(path)) " " (how.get(lang)) } }
            }
            @for file in &changes.layouts { li { (code(file)) " " (words::LAYOUT_CHANGED.get(lang)) } }
            @for name in &changes.settings { li { (words::setting(name, lang)) } }
        }
    }
}

fn findings(changes: &RehearsalChanges, lang: Lang) -> Markup {
    html! {
        h3 { (words::FINDINGS_CHANGED.get(lang)) }
        @if changes.findings.is_empty() {
            p { (words::NOTHING.get(lang)) }
        } @else {
            (table("changed", words::FINDINGS_CHANGED.get(lang), html! {
                thead { tr {
                    (column(words::WHICH_WAY.get(lang))) (column(crate::words::SEVERITY.get(lang)))
                    (column(crate::words::WHAT.get(lang))) (column(crate::words::PLACE.get(lang))) (column(words::PLACE_MADE.get(lang)))
                    (numbers(words::BEFORE.get(lang))) (numbers(words::NOW.get(lang)))
                } }
                tbody { @for one in &changes.findings { (row(one, lang)) } }
            }))
        }
    }
}

fn row(one: &FindingChange, lang: Lang) -> Markup {
    let made = match one.place {
        Where::Conversion => words::CONVERSION,
        Where::Delivery => words::DELIVERY,
    };
    html! {
        tr {
            th scope="row" { (change(one.direction).get(lang)) }
            td { span class=(format!("severity {}", one.severity)) { (severity(&one.severity).get(lang)) } }
            td { (code(&one.code)) " " (title(&one.code, "", lang)) }
            td { (place("", &one.file, &one.item, lang)) }
            td { (made.get(lang)) }
            (number(one.before)) (number(one.now))
        }
    }
}

fn accounts(changes: &RehearsalChanges, lang: Lang) -> Markup {
    html! {
        @if !changes.accounts.is_empty() || !changes.characters.is_empty() {
            h3 { (words::ACCOUNTS_CHANGED.get(lang)) }
            (table("accounts", words::ACCOUNTS_CHANGED.get(lang), html! {
                thead { tr {
                    (column(crate::words::FILE.get(lang))) (column(words::FIGURE.get(lang)))
                    (numbers(words::BEFORE.get(lang))) (numbers(words::NOW.get(lang)))
                } }
                tbody {
                    @for one in &changes.accounts {
                        tr {
                            th scope="row" { (japanese(&one.name, lang)) " " (code(&one.file)) }
                            td { (words::figure(one.figure, lang)) }
                            td.number { (grouped(one.before)) } td.number { (grouped(one.now)) }
                        }
                    }
                    @for one in &changes.characters {
                        tr {
                            th scope="row" { (words::CHARACTERS_LEFT.get(lang)) }
                            td { (words::remaining(one.name, lang)) }
                            td.number { (grouped(one.before)) } td.number { (grouped(one.now)) }
                        }
                    }
                }
            }))
        }
    }
}
