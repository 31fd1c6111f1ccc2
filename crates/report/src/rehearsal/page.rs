//! The page over a history: how the latest rehearsal went, what changed, the trends, how ready each business is, and what the
//! cutover will take.

use super::changes::rehearsal_changes;
use super::words::{self, looked_at, seconds_text, when};
use super::{difference, outlook, ready, trends};
use crate::number::grouped;
use crate::page::footed;
use crate::page::parts::{code, column, japanese, number, numbers, section, table};
use crate::verify::page::decided;
use maud::{Markup, html};
use utsushi_delivery::forecast::Forecast;
use utsushi_delivery::rehearsal::{NotJudged, Rehearsal};
use utsushi_findings::Lang;

/// The page over some rehearsals, oldest first, that asks the network for nothing.
pub fn history_html(entries: &[Rehearsal], forecast: &Forecast, lang: Lang) -> String {
    let last = entries.last();
    let municipality = last.map_or("", |entry| entry.municipality.name.as_str());
    let title = format!("{municipality} {}", words::TITLE.get(lang));
    let changes = last.and_then(|last| rehearsal_changes(entries, last));
    let body = html! {
        a.skip href="#trends" { (words::SKIP.get(lang)) }
        header {
            h1 { span.document { (words::TITLE.get(lang)) } " " (japanese(municipality, lang)) }
            @if let Some(last) = last {
                dl {
                    div { dt { (words::LAST.get(lang)) } dd { (last.number) " · " (when(last)) " UTC" } }
                    div { dt { (words::SAMPLE.get(lang)) } dd { (looked_at(last, lang)) } }
                    div { dt { (crate::words::MUNICIPALITY_CODE.get(lang)) } dd { (code(&last.municipality.code)) } }
                    div { dt { (crate::words::STANDARD.get(lang)) } dd { (code(&last.standard)) } }
                }
            }
        }
        main {
            @if let Some(last) = last {
                (verdict(last, lang))
                (contents(lang))
                (cards(last, lang))
                (difference::changes(changes.as_ref(), lang))
                (trends::trends(entries, lang))
                (ready::readiness(last, lang))
                (outlook::forecast(forecast, lang))
                (all(entries, lang))
            } @else {
                p { (words::UNKNOWN_YET.get(lang)) }
            }
        }
    };
    footed(&title, body, include_str!("style.css"), words::MADE_BY, lang)
}

fn verdict(last: &Rehearsal, lang: Lang) -> Markup {
    let (class, mark, sentence) = match last.exit {
        0 => ("clean", "✓", words::CLEAN),
        _ => ("wrong", "✕", words::NOT_CLEAN),
    };
    html! {
        section class=(format!("verdict {class}")) aria-label=(crate::words::VERDICT.get(lang)) {
            span.mark aria-hidden="true" { (mark) }
            div {
                p.sentence { strong { (sentence.get(lang)) } }
                p { (words::VERDICT.get(lang)) ": " (decided(last.delivery.decision, lang)) }
            }
        }
    }
}

fn contents(lang: Lang) -> Markup {
    let parts = [
        ("changes", words::CHANGES),
        ("trends", words::TRENDS),
        ("readiness", words::READINESS),
        ("forecast", words::FORECAST),
        ("rehearsals", words::ALL_OF_THEM),
    ];
    html! {
        nav aria-label=(crate::words::CONTENTS.get(lang)) {
            ul { @for (id, title) in parts { li { a href=(format!("#{id}")) { (title.get(lang)) } } } }
        }
    }
}

fn cards(last: &Rehearsal, lang: Lang) -> Markup {
    let alarm = |count: u64, class: &'static str| if count > 0 { class } else { "" };
    let rejected = last.jobs.iter().map(|job| job.rejected).sum();
    let (errors, warnings) = (last.conversion.findings.error, last.conversion.findings.warning);
    let delivery = last.delivery.found.findings.error;
    let gaiji = last.characters.as_ref().map(|there| there.open.kinds + there.rejected.kinds);
    let mut cards = vec![
        (alarm(errors, "wrong"), words::ERRORS_LEFT, grouped(errors)),
        (alarm(delivery, "wrong"), words::DELIVERY_ERRORS, grouped(delivery)),
        (alarm(warnings, "look"), words::WARNINGS_LEFT, grouped(warnings)),
        (alarm(rejected, "wrong"), words::REJECTED_LEFT, grouped(rejected)),
    ];
    cards.extend(gaiji.map(|kinds| (alarm(kinds, "look"), words::GAIJI_LEFT, grouped(kinds))));
    cards.push(("", words::TIME_TAKEN, seconds_text(last.seconds_of_migration(), lang)));
    html! {
        section #numbers aria-label=(crate::words::NUMBERS.get(lang)) {
            dl.cards {
                @for (class, title, value) in cards {
                    div class=(format!("card {class}")) { dt { (title.get(lang)) } dd { span.value { (value) } } }
                }
            }
        }
    }
}

fn all(entries: &[Rehearsal], lang: Lang) -> Markup {
    section(
        "rehearsals",
        words::ALL_OF_THEM,
        lang,
        html! {
            (table("rehearsals", words::ALL_OF_THEM.get(lang), html! {
                thead { tr {
                    (column(words::REHEARSAL.get(lang))) (column(words::WHEN.get(lang))) (column(words::SAMPLE.get(lang)))
                    (numbers(words::RECORDS.get(lang))) (numbers(words::ERRORS_LEFT.get(lang))) (numbers(words::REJECTED_LEFT.get(lang)))
                    (column(words::VERDICT.get(lang))) (numbers(words::TIME_TAKEN.get(lang))) (column(words::MACHINE.get(lang)))
                } }
                tbody {
                    @for entry in entries.iter().rev() {
                        tr {
                            th scope="row" { (entry.number) }
                            td { (when(entry)) }
                            td { (looked_at(entry, lang)) }
                            (number(entry.records()))
                            (number(entry.conversion.findings.error))
                            (number(entry.jobs.iter().map(|job| job.rejected).sum()))
                            td { (decided(entry.delivery.decision, lang)) }
                            td.number { (seconds_text(entry.seconds_of_migration(), lang)) }
                            td { code { (entry.machine.os) "-" (entry.machine.arch) " " (entry.machine.processors) "/" (entry.machine.threads) " " (entry.utsushi.version) } }
                        }
                    }
                }
            }))
            @if let Some(sample) = entries.last().and_then(|entry| entry.sample.as_ref()) {
                details {
                    summary { (words::NOT_JUDGED_RULES.get(lang)) " (" (grouped((sample.not_judged.len() + sample.codes_off.len()) as u64)) ")" }
                    ul.differs {
                        @for id in &sample.codes_off { li { (code(id)) " " (crate::verify::glance::title(id, "", lang)) } }
                        @for rule in &sample.not_judged { li { (code(&rule_text(rule))) } }
                    }
                }
            }
        },
    )
}

/// `01.resident relation → 01.household`.
fn rule_text(rule: &NotJudged) -> String {
    match &rule.to {
        Some(to) => format!("{} {} → {to}", rule.file, rule.rule),
        None => format!("{} {}", rule.file, rule.rule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::testing::{forecast, history};

    fn page(lang: Lang) -> String {
        history_html(&history(), &forecast(), lang)
    }

    #[test]
    fn names_are_text_and_nothing_outside_the_page_is_named() {
        for lang in [Lang::Ja, Lang::En] {
            let page = page(lang);
            assert!(page.contains("架空市&lt;b&gt;") && page.matches("<script").count() == 1);
            for reference in ["http://", "https://", "src=", "url(", "@import", "style=", "javascript:"] {
                assert!(!page.contains(reference), "{reference}");
            }
        }
    }

    #[test]
    fn every_link_leads_somewhere_and_every_table_has_a_caption() {
        let page = page(Lang::En);
        let links = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links {
            assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{link}");
        }
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        let headings = page.matches("<th ").count() + page.matches("<th>").count();
        assert_eq!(headings, page.matches(" scope=\"").count());
    }

    #[test]
    fn the_longest_job_comes_first_and_the_last_change_is_shown() {
        let page = page(Lang::En);
        let (_, outlook) = page.split_once("id=\"forecast\"").unwrap();
        assert!(outlook.find("zei").unwrap() < outlook.find("juki").unwrap());
        let (_, changes) = page.split_once("id=\"changes\"").unwrap();
        assert!(changes.contains("DAT002") && changes.contains("mapping/resident.toml"));
    }

    #[test]
    fn a_page_over_nothing_is_a_page() {
        assert!(history_html(&[], &Forecast::default(), Lang::Ja).contains(words::UNKNOWN_YET.ja));
    }
}
