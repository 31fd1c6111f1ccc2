//! What is read first: whose data, the verdict, the numbers.

use super::parts::{code, japanese};
use crate::facts::{Facts, Verdict};
use crate::number::{grouped, percent};
use crate::words;
use maud::{Markup, html};
use utsushi_findings::{Lang, Severity};

pub(super) fn header(facts: &Facts<'_>, lang: Lang) -> Markup {
    let manifest = facts.manifest;
    let (municipality, standard) = (&manifest.municipality, &manifest.standard);
    html! {
        header {
            h1 { span.document { (words::TITLE.get(lang)) } " " (japanese(&municipality.name, lang)) }
            dl {
                div { dt { (words::STANDARD.get(lang)) } dd { (japanese(&standard.title, lang)) " " (code(&standard.name)) } }
                div { dt { (words::MUNICIPALITY_CODE.get(lang)) } dd { (code(&municipality.code)) } }
            }
        }
    }
}

pub(super) fn verdict(facts: &Facts<'_>, lang: Lang) -> Markup {
    let (class, mark) = match facts.verdict() {
        Verdict::Clean => ("verdict clean", "✓"),
        Verdict::Look => ("verdict look", "!"),
        Verdict::Wrong => ("verdict wrong", "!"),
    };
    html! {
        section class=(class) aria-label=(words::VERDICT.get(lang)) {
            span.mark aria-hidden="true" { (mark) }
            div {
                p.sentence { strong { (words::verdict(facts, lang)) } }
                p { (words::more(facts, lang)) }
            }
        }
    }
}

fn card(class: &str, title: &str, value: &str, note: &str) -> Markup {
    html! {
        div class=(format!("card {class}")) {
            dt { (title) }
            dd { span.value { (value) } @if !note.is_empty() { span.note { (note) } } }
        }
    }
}

pub(super) fn cards(facts: &Facts<'_>, lang: Lang) -> Markup {
    let manifest = facts.manifest;
    let inputs: usize = manifest.jobs.iter().map(|job| job.inputs.len()).sum();
    let targets: usize = manifest.jobs.iter().map(|job| job.targets.len()).sum();
    let of_all = |part| words::share(&percent(part, facts.records), lang);
    let rows = if facts.planned { words::PLANNED_ROWS } else { words::WRITTEN_ROWS };
    let alarm = |count: u64, class| if count > 0 { class } else { "" };
    html! {
        section #numbers aria-label=(words::NUMBERS.get(lang)) {
            dl.cards {
                (card("", words::RECORDS.get(lang), &grouped(facts.records), &words::files(inputs as u64, lang)))
                (card(alarm(facts.attention, "look"), words::ATTENTION.get(lang), &grouped(facts.attention), &of_all(facts.attention)))
                (card(alarm(facts.rejected, "wrong"), words::REJECTED_RECORDS.get(lang), &grouped(facts.rejected), &of_all(facts.rejected)))
                (card("", rows.get(lang), &grouped(facts.written), &words::files(targets as u64, lang)))
                @if facts.duplicates > 0 {
                    (card("", words::DUPLICATE_ROWS.get(lang), &grouped(facts.duplicates), ""))
                }
                @if facts.left_behind > 0 {
                    (card("", words::LEFT_ROWS.get(lang), &grouped(facts.left_behind), ""))
                }
                (card(
                    alarm(facts.of(Severity::Error), "wrong"),
                    words::FINDING.get(lang),
                    &grouped(facts.findings()),
                    &words::severities(facts, lang),
                ))
                @if facts.closes() {
                    (card("clean", words::RECONCILED.get(lang), words::CLOSES.get(lang), ""))
                } @else {
                    (card("wrong", words::RECONCILED.get(lang), words::OPEN.get(lang), ""))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};
    use utsushi_delivery::Overview;

    #[test]
    fn a_clean_run_raises_no_alarm() {
        let mut manifest = manifest();
        manifest.findings = Default::default();
        (manifest.jobs[0].attention, manifest.jobs[0].rejected_records) = (0, 0);
        let overview = Overview::default();
        let facts = Facts::new(&manifest, &overview);
        let text = verdict(&facts, Lang::Ja).into_string() + &cards(&facts, Lang::Ja).into_string();
        assert!(text.contains("1,000件すべてに問題はありません"));
        assert!(!text.contains("look") && !text.contains("wrong"), "{text}");
    }

    #[test]
    fn rows_of_a_check_are_said_to_be_planned() {
        let (mut manifest, overview) = (manifest(), overview());
        manifest.outputs.retain(|output| !output.path.starts_with("data/"));
        let text = cards(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(text.contains("出力予定の行"), "{text}");
    }
}
